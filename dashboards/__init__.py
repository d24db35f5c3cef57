"""Grafana dashboards, built in Python, committed as JSON."""

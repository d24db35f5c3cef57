"""Metrics, logs and traces of each request, recorded in one place."""

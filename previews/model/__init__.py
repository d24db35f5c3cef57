"""Grafana's dashboard model, as far as it is drawn; pure."""

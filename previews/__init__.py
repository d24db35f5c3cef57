"""Pictures of Grafana dashboards, drawn without a Grafana."""

"""The shared vocabulary: services, ports, metrics, alerts. Standard library only."""

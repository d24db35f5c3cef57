"""Container metrics for Prometheus, read from cgroup files by an ordinary user."""

"""What the panels show: asked from Prometheus, or read from a recording."""

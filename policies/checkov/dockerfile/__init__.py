"""On Dockerfiles."""

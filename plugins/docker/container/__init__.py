"""docker:index/container:Container."""

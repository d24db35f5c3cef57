"""docker:index/volume:Volume."""

"""docker:index/network:Network."""

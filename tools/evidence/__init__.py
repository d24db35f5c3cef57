"""Proves on a running stack that alerts fire, are notified and resolve."""

"""Builds the engine's web console and says where it lies."""

"""Secrets of a running stack, exchanged for new ones."""

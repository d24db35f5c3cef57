"""Serve the shop with gunicorn."""

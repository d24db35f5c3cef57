"""Ports' implementations: files, databases, HTTP."""

"""Calls from one role to another, over HTTP or within the process."""

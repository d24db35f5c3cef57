"""Pulumi resources of our own: folders of files, and reloads."""

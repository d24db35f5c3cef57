"""Programs that run inside a container of a moment, with a volume at /volume."""

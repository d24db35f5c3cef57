"""On GitHub workflows."""

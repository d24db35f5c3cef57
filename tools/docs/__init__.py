"""Pictures of the documentation, drawn from the catalog."""

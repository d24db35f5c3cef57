"""The shop: one program, several roles."""

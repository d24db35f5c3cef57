"""A real browser without a window: pages as text and as pictures."""

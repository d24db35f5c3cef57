"""What GitHub runs, read and judged before GitHub does."""

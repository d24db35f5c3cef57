"""A stack's data, copied while it is written, and put back."""

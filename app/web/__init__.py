"""From HTTP to typed views and back."""

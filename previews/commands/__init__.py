"""What ``python -m previews`` does."""

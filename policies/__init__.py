"""What a stack may look like: checked on every preview, before anything changes."""

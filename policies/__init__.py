"""What a stack may look like: checked on a preview, before anything changes."""

"""A checkout: one effect per idempotency key, whatever fails on the way."""

"""The AIOps engine: what is normal, what is not, and what causes it."""

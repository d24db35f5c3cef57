"""What alertmanager.yml says: routes, receivers, inhibition, quiet times, texts."""

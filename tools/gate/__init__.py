"""The gate: what has to pass before anything reaches an environment."""

"""What the engine does by itself, each job on one replica at a time."""

"""What a stack ran, and runs: recorded, moved back, moved on, signed."""

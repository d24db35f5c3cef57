"""Faults with known causes, brought upon a running stack, and how the engine did."""

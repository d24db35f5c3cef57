"""What is usual for each signal of each operation, and how unusual a window is."""

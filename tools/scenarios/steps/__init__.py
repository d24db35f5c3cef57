"""What can be done to a stack; each step says how it is undone before it is done."""

"""The scenarios: each an entry that says what happens and what is true of it."""

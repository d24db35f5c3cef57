"""One module per command, each with a `run` that returns the exit code."""

"""`python -m aiops.evaluate`: the engine's own code on public data sets."""

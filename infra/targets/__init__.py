"""Where a spec becomes resources; a target adds nothing of its own."""

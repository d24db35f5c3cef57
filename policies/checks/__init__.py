"""One policy per file; each has a page in docs/policies."""

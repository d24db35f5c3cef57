"""A bounded traffic generator: load, errors and slow answers for demonstrations."""

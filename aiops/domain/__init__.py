"""Pure decisions of the engine: no clock, no network, no files."""

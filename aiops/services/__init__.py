"""What the engine does, in terms of ports that adapters fill."""

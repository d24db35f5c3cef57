"""How the engine is started and spoken to."""

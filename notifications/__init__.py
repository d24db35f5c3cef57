"""Shows what Alertmanager sends: the receiver that needs no account anywhere."""

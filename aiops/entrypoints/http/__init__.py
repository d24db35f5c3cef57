"""The engine over HTTP: telemetry in, answers out."""

"""What OpenTelemetry sends, by its protocol OTLP over HTTP."""

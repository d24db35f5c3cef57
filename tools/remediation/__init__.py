"""Carries out what people have approved in the engine, and reports it back."""

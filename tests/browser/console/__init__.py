"""The engine's console in Chromium, against the real engine."""

"""Streaming anomaly detection, many series at a time, in constant time and memory."""

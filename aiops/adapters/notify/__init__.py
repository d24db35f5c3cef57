"""Channels by which people hear of incidents."""

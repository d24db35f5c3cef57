"""Decisions of the shop: no clock, no database, no HTTP."""

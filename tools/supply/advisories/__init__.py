"""Advisories in the OSV format, and which packages they speak of."""

"""Panels as SVG: pure functions from data to text."""

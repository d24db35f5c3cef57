"""Keys, of which only digests are kept."""

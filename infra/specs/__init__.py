"""What runs, decided purely from settings and the catalog."""

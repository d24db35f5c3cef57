"""What each operation did in each interval, summed up from its spans."""

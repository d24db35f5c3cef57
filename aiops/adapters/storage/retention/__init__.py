"""What goes, and when: by age, by worth and by size."""

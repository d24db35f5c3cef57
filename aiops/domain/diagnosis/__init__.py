"""What is wrong, why, whom it hits, and what shows it: the answer to an incident."""

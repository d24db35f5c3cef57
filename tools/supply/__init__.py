"""What comes into the product from outside, and what must not leave with it."""

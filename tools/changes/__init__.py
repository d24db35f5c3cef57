"""What a preview would change, told to somebody who has to agree to it."""

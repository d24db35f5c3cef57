"""A stand-in for Pulumi's docker plugin, for machines that cannot download it."""

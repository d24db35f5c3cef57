"""Programs that steps run in containers; the standard library is all they have."""

"""The platform as a Pulumi program: specs decide, targets declare."""

"""What make runs: from a bare machine to `pulumi up`, and every other command."""

"""What Pulumi starts as the policy pack."""

from policies.pack import serve

serve()

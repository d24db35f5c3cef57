"""The verdict on a stack: every policy on every resource, less the exemptions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from policies.exemptions import Exemption
from policies.model import Finding, Policy, Resource, ResourcePolicy, Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """
    Judges one stack on one day.

    Attributes:
        stack: The stack's name.
    """

    stack: str
    today: date
    exemptions: tuple[Exemption, ...] = ()

    def resource(self, policy: ResourcePolicy, resource: Resource) -> Iterator[str]:
        """Yield a sentence per violation of *policy* by *resource*."""
        if resource.type in policy.types and not self._exempt(policy, resource.name):
            yield from policy.check(resource)

    def findings(self, policy: Policy, stack: Stack) -> Iterator[Finding]:
        """Yield each violation of *policy* in the whole of *stack*."""
        if isinstance(policy, ResourcePolicy):
            for resource in stack.resources:
                for message in self.resource(policy, resource):
                    yield Finding(resource.name, message)
        else:
            for finding in policy.check(stack):
                if not self._exempt(policy, finding.resource):
                    yield finding

    def all_findings(
        self, policies: Iterable[Policy], stack: Stack
    ) -> dict[str, list[Finding]]:
        """Return what violates each policy, by its name; clean ones are left out."""
        found = {p.name: list(self.findings(p, stack)) for p in policies}
        return {name: findings for name, findings in found.items() if findings}

    def _exempt(self, policy: Policy, resource: str) -> bool:
        return any(
            each.covers(policy.name, self.stack, resource, self.today)
            for each in self.exemptions
        )

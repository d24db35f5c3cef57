"""Every service is on a dashboard."""

from collections.abc import Iterator

from policies import monitoring
from policies.model import Finding, Stack, StackPolicy
from policies.series import selectors

# What tells of services one by one; the rest adds them up.
_BY_SERVICE = ("service", "job")


def check(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for each service that nobody can look at."""
    shown = [
        selector
        for query in monitoring.queries(stack)
        for selector in selectors(query)
        if any(label in _BY_SERVICE for label, _, _ in selector.matchers)
    ]
    for service in monitoring.services(stack):
        labels = dict.fromkeys(_BY_SERVICE, service)
        if not any(selector.accepts(labels) for selector in shown):
            yield Finding(
                service,
                f"no panel of any dashboard shows {service}; add one to dashboards/"
                ' whose query matches service=~"$service", or its job',
            )


POLICY = StackPolicy(
    name="service-dashboards",
    description="Every service is shown by a panel of a dashboard.",
    check=check,
)

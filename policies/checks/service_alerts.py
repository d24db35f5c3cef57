"""Every service has an alert that fires when it is away."""

from collections.abc import Iterator

from catalog.services import SERVICES
from catalog.thirdparty import UP
from policies import monitoring
from policies.model import Finding, Stack, StackPolicy
from policies.series import selectors

_WITHOUT_METRICS = frozenset(s.name for s in SERVICES if s.metrics_path is None)
# What the container exporter tells of each container.
_OF_CONTAINERS = "container_"


def check(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for each service that could vanish in silence."""
    scraped = monitoring.jobs(stack)
    expressions = [str(rule.get("expr", "")) for rule in monitoring.alerts(stack)]
    for service in monitoring.services(stack):
        has_metrics = service not in _WITHOUT_METRICS
        if has_metrics and service not in scraped:
            yield Finding(
                service,
                f"Prometheus does not scrape {service}, so that no alert knows of it;"
                " add it to the catalog, or add its metrics_path there",
            )
        elif not any(_watches(expr, service, has_metrics) for expr in expressions):
            yield Finding(
                service,
                f"no alert fires when {service} is away; add one to rules/ that reads"
                f" {UP.name if has_metrics else _OF_CONTAINERS + '…'} of it",
            )


def _watches(expr: str, service: str, has_metrics: bool) -> bool:
    labels = (
        {"job": service, "service": service} if has_metrics else {"service": service}
    )
    return any(
        selector.accepts(labels)
        for selector in selectors(expr)
        if (
            selector.name == UP.name
            if has_metrics
            else selector.name.startswith(_OF_CONTAINERS)
        )
    )


POLICY = StackPolicy(
    name="service-alerts",
    description="Every service has an alert that fires when it is away.",
    check=check,
)

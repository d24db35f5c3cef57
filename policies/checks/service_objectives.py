"""Every service that answers users promises something, and an alert watches it."""

from collections.abc import Iterator

from catalog.own_services import OWN
from catalog.records import SLO_OBJECTIVE
from catalog.services import SHOP_ROLES
from policies import monitoring
from policies.model import Finding, Stack, StackPolicy
from policies.monitoring import Rule
from policies.series import selectors

# They count requests, which is what a promise is about; what only serves the platform
# (exporters, Prometheus itself) is watched by alerts of its own.
PROMISING = frozenset(
    {*(role.name for role in SHOP_ROLES), *(own.name for own in OWN if own.red)}
)
_PROMISES = ("availability", "latency")


def check(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for each promise that is missing, or that nothing watches."""
    records, alerts = monitoring.records(stack), monitoring.alerts(stack)
    for service in monitoring.services(stack):
        for promise in _PROMISES if service in PROMISING else ():
            if not any(_promises(rule, promise, service) for rule in records):
                yield Finding(
                    service,
                    f"{service} promises no {promise}; give it an objective in"
                    " catalog/objectives.py (a service of your own: in its entry)",
                )
            elif not any(_watches(rule, promise) for rule in alerts):
                yield Finding(
                    service,
                    f"no alert fires when {service} breaks its promise of {promise};"
                    " add the burn rates to rules/burn.py",
                )


def _promises(rule: Rule, promise: str, service: str) -> bool:
    about = rule.get("record"), (rule.get("labels") or {}).get("slo")
    return about == (SLO_OBJECTIVE.name, promise) and any(
        selector.accepts({"job": service, "service": service})
        for selector in selectors(str(rule["expr"]))
        if selector.matchers
    )


def _watches(rule: Rule, promise: str) -> bool:
    return any(
        selector.name == SLO_OBJECTIVE.name
        and ("slo", "=", promise) in selector.matchers
        for selector in selectors(str(rule.get("expr", "")))
    )


POLICY = StackPolicy(
    name="service-objectives",
    description="Every service that answers users has objectives that alerts watch.",
    check=check,
)

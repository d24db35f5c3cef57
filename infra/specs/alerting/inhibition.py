"""Which alerts say nothing because another one has said it already."""

from collections.abc import Iterable
from typing import Any

from catalog.alerts import ESCALATION_LABEL, NEXT_LEVEL, Alert, Severity
from catalog.services import ALERTMANAGER

# A process that is down cannot serve, so these only repeat it.
SYMPTOMS_OF_DOWN = (
    Alert.APP_HIGH_5XX_ERROR_RATE,
    Alert.APP_HIGH_P95_LATENCY,
    Alert.APP_HIGH_EXCEPTION_RATE,
    Alert.APP_TRAFFIC_DROP,
    Alert.AVAILABILITY_BUDGET_BURNS_FAST,
    Alert.AVAILABILITY_BUDGET_BURNS_SLOWLY,
    Alert.LATENCY_BUDGET_BURNS_FAST,
    Alert.LATENCY_BUDGET_BURNS_SLOWLY,
    Alert.CHECKOUT_FAILURES,
    Alert.PAYMENT_DECLINES,
    Alert.ENDPOINT_UNREACHABLE,
    Alert.CONTAINER_RESTARTS,
)
# Their service is the exporter that tells of the machine, not what they are about.
_ABOUT_THE_MACHINE = (Alert.DISK_FILLS_IN_A_DAY, Alert.MACHINE_MEMORY_LOW)
_SERVICE = ("environment", "service")

Rule = dict[str, Any]


def rules() -> list[Rule]:
    """Return the inhibition rules; what was escalated is never silenced."""
    return [
        _rule(
            source=[
                _is("severity", Severity.CRITICAL.value),
                'service!=""',
            ],
            target=[
                _is("severity", Severity.WARNING.value),
                _none_of(_ABOUT_THE_MACHINE),
                'service!=""',
            ],
            equal=_SERVICE,
        ),
        _rule(
            source=[_any_of([Alert.TARGET_DOWN, Alert.TARGET_MISSING])],
            target=[_any_of(SYMPTOMS_OF_DOWN), 'service!=""', _not_escalated()],
            equal=_SERVICE,
        ),
        _rule(
            source=[_any_of([Alert.PRODUCT_OUT_OF_STOCK])],
            target=[_any_of([Alert.PRODUCT_LOW_STOCK])],
            equal=("environment", "product_id"),
        ),
        _rule(
            source=[_any_of([Alert.DISK_ALMOST_FULL])],
            target=[_any_of([Alert.DISK_FILLS_IN_A_DAY])],
            equal=("environment", "instance", "mountpoint"),
        ),
        # The alert with the better runbook speaks for the general one.
        _rule(
            source=[_any_of([Alert.ALERTMANAGER_DOWN])],
            target=[
                _any_of([Alert.TARGET_DOWN, Alert.TARGET_MISSING]),
                _is("service", ALERTMANAGER.name),
            ],
        ),
        _rule(
            source=[_any_of([Alert.ALERTMANAGER_DOWN])],
            target=[_any_of([Alert.PROMETHEUS_NOTIFICATIONS_FAIL])],
        ),
    ]


def _rule(source: list[str], target: list[str], equal: Iterable[str] = ()) -> Rule:
    rule: Rule = {"source_matchers": source, "target_matchers": target}
    return {**rule, "equal": list(equal)} if equal else rule


def _any_of(alerts: Iterable[Alert]) -> str:
    return f'alertname=~"{_either(alerts)}"'


def _none_of(alerts: Iterable[Alert]) -> str:
    return f'alertname!~"{_either(alerts)}"'


def _either(alerts: Iterable[Alert]) -> str:
    return "|".join(alert.value for alert in alerts)


def _is(label: str, value: str) -> str:
    return f'{label}="{value}"'


def _not_escalated() -> str:
    return f'{ESCALATION_LABEL}!="{NEXT_LEVEL}"'

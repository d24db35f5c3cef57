"""Alertmanager's troubles, as Prometheus sees them."""

from catalog import thirdparty
from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.metrics import Metric
from catalog.services import ALERTMANAGER
from rules.model import ENVIRONMENT, AlertingRule, Group, Wait
from rules.promql import any_of, summed

_DASHBOARD = Dashboard.MONITORING
_UP = f'{thirdparty.UP.name}{{job="{ALERTMANAGER.name}"}}'


def _summed(counter: Metric) -> str:
    return summed(f"rate({counter.name}[15m])", ("environment", "integration"))


DOWN = AlertingRule(
    alert=Alert.ALERTMANAGER_DOWN,
    expr=any_of(f"{_UP} == 0", f"absent({_UP})"),
    severity=Severity.CRITICAL,
    # Nothing but the job is left of a target that has vanished.
    owner=ALERTMANAGER.owner,
    labels={"service": ALERTMANAGER.name, "environment": ENVIRONMENT},
    summary="Alertmanager is down",
    description=(
        "Prometheus cannot scrape Alertmanager, or is no longer told to"
        " (value {{ $value }}): nobody is notified of any alert."
    ),
    dashboard=_DASHBOARD,
    wait=Wait(demo="1m", production="2m"),
)
RELOAD_FAILED = AlertingRule(
    alert=Alert.ALERTMANAGER_CONFIG_RELOAD_FAILED,
    expr=f"{thirdparty.ALERTMANAGER_RELOAD_SUCCESSFUL.name} == 0",
    severity=Severity.CRITICAL,
    summary="Alertmanager refused its configuration",
    description=(
        "Alertmanager's latest reload failed (success is {{ $value }}): it goes on with"
        " the routes and receivers before."
    ),
    dashboard=_DASHBOARD,
    wait=Wait(demo="1m", production="5m"),
)
NOTIFICATIONS_FAIL = AlertingRule(
    alert=Alert.ALERTMANAGER_NOTIFICATIONS_FAIL,
    expr=(
        f"{_summed(thirdparty.ALERTMANAGER_NOTIFICATIONS_FAILED)}\n"
        f"/ {_summed(thirdparty.ALERTMANAGER_NOTIFICATIONS)} > 0.05"
    ),
    severity=Severity.CRITICAL,
    owner="platform",
    summary="Alertmanager cannot notify by {{ $labels.integration }}",
    description=(
        "{{ $value | humanizePercentage }} of the notifications by"
        " {{ $labels.integration }} failed in 15 minutes."
    ),
    dashboard=_DASHBOARD,
    wait=Wait(demo="1m", production="5m"),
)
GROUP = Group(name="alertmanager", rules=(DOWN, RELOAD_FAILED, NOTIFICATIONS_FAIL))

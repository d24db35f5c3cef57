"""Prometheus's own troubles: rules, configuration, storage, sending."""

from catalog import thirdparty
from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from rules.model import AlertingRule, Group, Wait
from rules.promql import any_of

_DASHBOARD = Dashboard.MONITORING

RULE_FAILURES = AlertingRule(
    alert=Alert.PROMETHEUS_RULE_FAILURES,
    expr=f"increase({thirdparty.RULE_EVALUATIONS_FAILED.name}[5m]) > 0",
    severity=Severity.CRITICAL,
    summary="Prometheus cannot evaluate rules",
    description=(
        '{{ $value | printf "%.0f" }} evaluations of rules in'
        " {{ $labels.rule_group }} failed in 5 minutes: their alerts stay silent."
    ),
    dashboard=_DASHBOARD,
    wait=Wait(demo="1m", production="5m"),
)
RULES_SLOW = AlertingRule(
    alert=Alert.PROMETHEUS_RULES_SLOW,
    expr=(
        f"{thirdparty.RULE_GROUP_DURATION.name}"
        f" / {thirdparty.RULE_GROUP_INTERVAL.name} > 0.8"
    ),
    severity=Severity.WARNING,
    summary="Prometheus is too slow for its rules",
    description=(
        "{{ $labels.rule_group }} takes {{ $value | humanizePercentage }} of its"
        " interval; above 100% evaluations are left out."
    ),
    dashboard=_DASHBOARD,
    wait=Wait(demo="5m", production="10m"),
)
RELOAD_FAILED = AlertingRule(
    alert=Alert.PROMETHEUS_CONFIG_RELOAD_FAILED,
    expr=f"{thirdparty.PROMETHEUS_RELOAD_SUCCESSFUL.name} == 0",
    severity=Severity.CRITICAL,
    summary="Prometheus refused its configuration",
    description=(
        "Prometheus's latest reload failed (success is {{ $value }}): it goes on with"
        " the configuration before."
    ),
    dashboard=_DASHBOARD,
    wait=Wait(demo="1m", production="5m"),
)
COMPACTIONS_FAIL = AlertingRule(
    alert=Alert.PROMETHEUS_COMPACTIONS_FAIL,
    # It compacts every two hours.
    expr=f"increase({thirdparty.TSDB_COMPACTIONS_FAILED.name}[3h]) > 0",
    severity=Severity.WARNING,
    summary="Prometheus cannot compact its data",
    description=(
        '{{ $value | printf "%.0f" }} compactions failed in 3 hours: the'
        " write-ahead log grows until the disk or the memory is full."
    ),
    dashboard=_DASHBOARD,
    wait=Wait(demo="5m", production="15m"),
)
WAL_CORRUPTED = AlertingRule(
    alert=Alert.PROMETHEUS_WAL_CORRUPTED,
    # Not its increase: it is counted at the start, before the first scrape.
    expr=f"{thirdparty.TSDB_WAL_CORRUPTIONS.name} > 0",
    severity=Severity.CRITICAL,
    summary="Prometheus found its write-ahead log damaged",
    description=(
        "{{ $value }} damaged places in the write-ahead log were cut off at the latest"
        " start: samples of the last hours may be lost."
    ),
    dashboard=_DASHBOARD,
    wait=Wait(demo="1m", production="1m"),
)
NOTIFICATIONS_FAIL = AlertingRule(
    alert=Alert.PROMETHEUS_NOTIFICATIONS_FAIL,
    # Firing alerts are sent again each minute, so a failure that lasts shows in each
    # window; one while both start does not outlast the wait.
    expr=any_of(
        f"rate({thirdparty.NOTIFICATIONS_ERRORS.name}[2m]) > 0",
        f"rate({thirdparty.NOTIFICATIONS_DROPPED.name}[2m]) > 0",
    ),
    severity=Severity.CRITICAL,
    summary="Prometheus cannot reach Alertmanager",
    description=(
        "Prometheus fails to deliver {{ $value | humanize }} alerts per second: nobody"
        " is notified of them."
    ),
    dashboard=_DASHBOARD,
    wait=Wait(demo="3m", production="10m"),
)
GROUP = Group(
    name="prometheus",
    rules=(
        RULE_FAILURES,
        RULES_SLOW,
        RELOAD_FAILED,
        COMPACTIONS_FAIL,
        WAL_CORRUPTED,
        NOTIFICATIONS_FAIL,
    ),
)

"""Targets and metrics that vanish, and would take their alerts with them in silence."""

from collections.abc import Iterable, Mapping

from catalog import containers, engine, metrics, thirdparty
from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.own import OwnService
from catalog.own_services import OWN
from catalog.services import (
    ALERTMANAGER,
    COLLECTOR,
    CONTAINER_EXPORTER,
    ENGINE,
    NODE_EXPORTER,
    PRODUCTS,
    PROMETHEUS,
    SERVICES,
    SHOP_ROLES,
    Service,
)
from rules.model import ENVIRONMENT, AlertingRule, Group, Wait

# Not in every stack: what shows dashboards depends on the images there are. No alert
# reads their metrics.
OPTIONAL = frozenset({"grafana", "previews"})
REQUIRED = tuple(
    service
    for service in SERVICES
    if service.metrics_path
    and service.name not in OPTIONAL
    and service.by_setting is None
)
_ROLES = "|".join(role.name for role in SHOP_ROLES)

# What alerts read, by the jobs that always tell it.
TOLD: Mapping[str, tuple[str, ...]] = {
    _ROLES: (
        metrics.APP_REQUESTS.name,
        metrics.APP_ERRORS.name,
        f"{metrics.APP_REQUEST_LATENCY.name}_bucket",
    ),
    PRODUCTS.name: (
        metrics.PRODUCT_STOCK_LEVEL.name,
        metrics.PRODUCT_LOW_STOCK_THRESHOLD.name,
    ),
    CONTAINER_EXPORTER.name: (
        containers.CPU_USAGE.name,
        containers.CPU_THROTTLED.name,
        containers.SPEC_CPU_QUOTA.name,
        containers.SPEC_CPU_PERIOD.name,
        containers.MEMORY_WORKING_SET.name,
        containers.SPEC_MEMORY_LIMIT.name,
        containers.OOM_EVENTS.name,
        containers.START_TIME.name,
        containers.LAST_SEEN.name,
        containers.EXPORTER_ERRORS.name,
    ),
    NODE_EXPORTER.name: (
        thirdparty.NODE_DISK_AVAILABLE.name,
        thirdparty.NODE_DISK_SIZE.name,
        thirdparty.NODE_MEMORY_AVAILABLE.name,
        thirdparty.NODE_MEMORY_TOTAL.name,
    ),
    PROMETHEUS.name: (
        thirdparty.RULE_EVALUATIONS_FAILED.name,
        thirdparty.RULE_GROUP_DURATION.name,
        thirdparty.RULE_GROUP_INTERVAL.name,
        thirdparty.PROMETHEUS_RELOAD_SUCCESSFUL.name,
        thirdparty.TSDB_COMPACTIONS_FAILED.name,
        thirdparty.TSDB_WAL_CORRUPTIONS.name,
        thirdparty.NOTIFICATIONS_ERRORS.name,
        thirdparty.NOTIFICATIONS_DROPPED.name,
    ),
    ALERTMANAGER.name: (
        thirdparty.ALERTMANAGER_RELOAD_SUCCESSFUL.name,
        thirdparty.ALERTMANAGER_NOTIFICATIONS.name,
        thirdparty.ALERTMANAGER_NOTIFICATIONS_FAILED.name,
    ),
    COLLECTOR.name: (
        thirdparty.COLLECTOR_QUEUE_SIZE.name,
        thirdparty.COLLECTOR_QUEUE_CAPACITY.name,
    ),
    ENGINE.name: (
        engine.AIOPS_ANALYSIS_LAG_SECONDS.name,
        f"{engine.AIOPS_DATABASE_SECONDS.name}_bucket",
    ),
}


# What a team's own services tell once they have answered something: most client
# libraries show a counter from its first event on. It is missed when an hour has gone
# without, and the same hour of the day before had it.
TOLD_BEFORE: Mapping[OwnService, tuple[str, ...]] = {
    own: (own.red.requests, f"{own.red.latency}_bucket") for own in OWN if own.red
}

# Counters that a process shows from its first event on: there is nothing to miss
# before, and their process is watched by what it always tells.
BORN_WITH_AN_EVENT = frozenset(
    {
        metrics.CHECKOUTS.name,
        metrics.PAYMENTS.name,
        metrics.RESTOCK_OPERATIONS.name,
        thirdparty.COLLECTOR_ACCEPTED.name,
        thirdparty.COLLECTOR_REFUSED.name,
        thirdparty.COLLECTOR_SEND_FAILED.name,
        thirdparty.COLLECTOR_ENQUEUE_FAILED.name,
        engine.AIOPS_INGEST_STORED.name,
        engine.AIOPS_INGEST_REQUESTS.name,
        *(own.red.errors for own in OWN if own.red),
    }
) - {name for names in TOLD.values() for name in names}


def target_missing(service: Service) -> AlertingRule:
    """Return the alert that *service* is not even asked for metrics."""
    return AlertingRule(
        alert=Alert.TARGET_MISSING,
        expr=f'absent({thirdparty.UP.name}{{job="{service.name}"}})',
        severity=Severity.CRITICAL,
        owner=service.owner,
        labels={
            "job": service.name,
            "service": service.name,
            "environment": ENVIRONMENT,
        },
        summary=f"{service.name} is no longer scraped",
        description=(
            f"Prometheus has {{{{ $value }}}} job without a target: {service.name}. It"
            " is neither up nor down, and its alerts cannot fire."
        ),
        dashboard=Dashboard.HEALTH,
        wait=Wait(demo="2m", production="5m"),
    )


def metrics_missing(jobs: str, names: Iterable[str]) -> Iterable[AlertingRule]:
    """Yield an alert per metric of *names* that one of *jobs* does not tell."""
    matcher = f'job=~"{jobs}"' if "|" in jobs else f'job="{jobs}"'
    for name in names:
        yield _missing(
            name,
            f"{thirdparty.UP.name}{{{matcher}}} == 1\nunless on (job, instance) {name}",
        )


def _metrics_before(own: OwnService, names: Iterable[str]) -> Iterable[AlertingRule]:
    for name in names:
        series = f'{name}{{job="{own.name}"}}'
        yield _missing(
            name,
            f'{thirdparty.UP.name}{{job="{own.name}"}} == 1\n'
            f"and on (job) present_over_time({series}[1h] offset 1d)\n"
            f"unless on (job) present_over_time({series}[1h])",
        )


def _missing(name: str, expr: str) -> AlertingRule:
    return AlertingRule(
        alert=Alert.METRICS_MISSING,
        expr=expr,
        severity=Severity.WARNING,
        labels={"metric": name},
        summary=f"{{{{ $labels.service }}}} no longer tells {name}",
        description=(
            f"{{{{ $labels.instance }}}} is up ({{{{ $value }}}}) but does not tell"
            f" {name}: alerts on it stay silent."
        ),
        dashboard=Dashboard.HEALTH,
        wait=Wait(demo="5m", production="15m"),
    )


GROUP = Group(
    name="absence",
    interval="30s",
    rules=(
        *(target_missing(service) for service in REQUIRED),
        *(
            rule
            for jobs, names in TOLD.items()
            for rule in metrics_missing(jobs, names)
        ),
        *(
            rule
            for own, names in TOLD_BEFORE.items()
            for rule in _metrics_before(own, names)
        ),
    ),
)

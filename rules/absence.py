"""Targets and metrics that vanish, and would take their alerts with them in silence."""

from collections.abc import Iterable, Mapping

from catalog import containers, metrics, thirdparty
from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.own_services import OWN
from catalog.red import RedMetrics
from catalog.services import (
    ALERTMANAGER,
    CONTAINER_EXPORTER,
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
    if service.metrics_path and service.name not in OPTIONAL
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
}


def _told(red: RedMetrics) -> tuple[str, ...]:
    return red.requests, f"{red.latency}_bucket", red.errors


# Counters that a process shows from its first event on: there is nothing to miss
# before, and their process is watched by what it always tells.
BORN_WITH_AN_EVENT = frozenset(
    {
        metrics.CHECKOUTS.name,
        metrics.PAYMENTS.name,
        metrics.RESTOCK_OPERATIONS.name,
        # So do most client libraries, which is all that is known of a team's service.
        *(name for own in OWN if own.red for name in _told(own.red)),
    }
) - {name for names in TOLD.values() for name in names}


def _target(service: Service) -> AlertingRule:
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


def _metrics(jobs: str, names: Iterable[str]) -> Iterable[AlertingRule]:
    matcher = f'job=~"{jobs}"' if "|" in jobs else f'job="{jobs}"'
    for name in names:
        yield AlertingRule(
            alert=Alert.METRICS_MISSING,
            expr=(
                f"{thirdparty.UP.name}{{{matcher}}} == 1\n"
                f"unless on (job, instance) {name}"
            ),
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
        *(_target(service) for service in REQUIRED),
        *(rule for jobs, names in TOLD.items() for rule in _metrics(jobs, names)),
    ),
)

"""What the platform's own processes expose, and what Prometheus adds itself."""

from collections.abc import Iterator

from catalog import probes, thirdparty
from catalog.alerts import Alert, Severity
from catalog.containers import (
    CONTAINER_METRICS,
    EXPORTER_METRICS,
    LAST_SEEN,
    SPEC_CPU_PERIOD,
    SPEC_CPU_QUOTA,
    SPEC_MEMORY_LIMIT,
    START_TIME,
)
from catalog.metrics import Metric, MetricKind
from catalog.services import ALERTMANAGER, CONTAINER_EXPORTER, PROMETHEUS, Kind
from rules.files import FILES
from tests.benchmarks.query_cost.recorded import EVALUATED_EVERY_S
from tests.benchmarks.query_cost.series import (
    BEGIN_S,
    SERVICES,
    SETTINGS,
    Series,
    Target,
    of,
)

_MIB = 1024.0 * 1024
# Job by the first word of the metrics that only it exposes.
_EXPOSED_BY = {
    "node": "node-exporter",
    "prometheus": PROMETHEUS.name,
    "alertmanager": ALERTMANAGER.name,
}
_VALUES = {
    "cpu": ("0", "1"),
    "mode": ("idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"),
    "mountpoint": ("/", "/boot", "/var/lib/docker"),
    "device": ("vda", "vdb"),
    "type": ("float", "histogram"),
    "rule_group": tuple(
        f"/etc/prometheus/rules/{file};{group.name}"
        for file, groups in FILES.items()
        for group in groups
    ),
    "slice": ("inner_eval", "prepare_time", "queue_time", "result_sort"),
    "quantile": ("0.5", "0.9", "0.99"),
    "alertmanager": (f"http://{ALERTMANAGER.name}:{ALERTMANAGER.port}/api/v2/alerts",),
    "integration": ("email", "pagerduty", "slack", "webhook"),
    "reason": ("clientError", "contextCanceled", "contextDeadlineExceeded", "other"),
    "state": ("active", "suppressed", "unprocessed"),
    "kind": ("read", "parse"),
}
_ALERT_LASTS = 0.01


def platform(target: Target) -> Iterator[Series]:
    """Yield what *target* exposes beside the shop's own metrics."""
    for metric in _of_every_target(target):
        amount = _amount(metric)
        yield from of(metric, target, _VALUES, amount=amount, swing=_swing(metric))
    if target.job == CONTAINER_EXPORTER.name:
        yield from _containers(target)


def alerts() -> Iterator[Series]:
    """Yield ALERTS: the watchdog always, each other alert once for a while."""
    for place, alert in enumerate(Alert):
        always = alert is Alert.WATCHDOG
        labels = {
            "alertname": alert.value,
            "environment": SETTINGS.stack,
            "owner": "shop",
            "service": "items",
            "severity": (Severity.INFO if always else Severity.CRITICAL).value,
        }
        when = {
            "share": 1.0 if always else _ALERT_LASTS,
            "place": 0.0 if always else place / len(Alert),
        }
        yield Series(
            name=thirdparty.ALERTS.name,
            labels={**labels, "alertstate": "firing"},
            every_s=EVALUATED_EVERY_S,
            level=1,
            **when,
        )
        yield Series(
            name=thirdparty.ALERTS_FOR_STATE.name,
            labels=labels,
            every_s=EVALUATED_EVERY_S,
            level=BEGIN_S,
            **when,
        )


def _of_every_target(target: Target) -> Iterator[Metric]:
    yield thirdparty.UP
    yield thirdparty.SCRAPE_SAMPLES
    yield thirdparty.SCRAPE_DURATION
    if target.job == probes.PROBE_JOB:
        yield thirdparty.PROBE_SUCCESS
        yield thirdparty.PROBE_DURATION
        yield thirdparty.PROBE_HTTP_SSL
        return
    yield thirdparty.PROCESS_MEMORY
    yield thirdparty.NETWORK_RECEIVED
    yield thirdparty.NETWORK_SENT
    for metric in vars(thirdparty).values():
        if isinstance(metric, Metric):
            first, _, _ = metric.name.partition("_")
            if _EXPOSED_BY.get(first) == target.job:
                yield metric
    if target.job == CONTAINER_EXPORTER.name:
        yield from EXPORTER_METRICS


def _containers(target: Target) -> Iterator[Series]:
    for service in SERVICES:
        named = {
            "name": (f"pharos-{SETTINGS.stack}-{service.name}",),
            "service": (service.name,),
        }
        for metric in CONTAINER_METRICS:
            yield from of(
                metric, target, named, amount=_amount(metric), swing=_swing(metric)
            )


def _amount(metric: Metric) -> float:
    fixed = {
        START_TIME: float(BEGIN_S),
        LAST_SEEN: float(BEGIN_S),
        SPEC_CPU_QUOTA: 50_000.0,
        SPEC_CPU_PERIOD: 100_000.0,
        SPEC_MEMORY_LIMIT: 256 * _MIB,
        thirdparty.RULE_GROUP_INTERVAL: 15.0,
        thirdparty.NODE_DISK_SIZE: 64 * 1024 * _MIB,
        thirdparty.NODE_DISK_AVAILABLE: 32 * 1024 * _MIB,
        thirdparty.NODE_MEMORY_TOTAL: 8 * 1024 * _MIB,
        thirdparty.NODE_MEMORY_AVAILABLE: 4 * 1024 * _MIB,
        thirdparty.PROBE_HTTP_SSL: 0.0,
    }
    if metric in fixed:
        return fixed[metric]
    if metric.kind is MetricKind.COUNTER:
        return 20_000.0 if metric.unit == "bytes" else 0.1
    if metric.unit == "bytes":
        return 100 * _MIB
    return 0.02 if metric.unit == "seconds" else 1.0


def _swing(metric: Metric) -> float:
    """Limits, times and states hold still; what is in use goes up and down."""
    still = (SPEC_MEMORY_LIMIT, START_TIME, LAST_SEEN, thirdparty.NODE_MEMORY_TOTAL)
    measured = metric.unit in ("bytes", "seconds") and metric not in still
    return 0.3 if measured and metric.kind is MetricKind.GAUGE else 0.0


def is_shop(target: Target) -> bool:
    """Tell whether *target* is one of the shop's roles."""
    return any(
        service.name == target.job and service.kind is Kind.SHOP for service in SERVICES
    )

"""What the collector and the engine expose: spans in metrics, queues, the analysis."""

import math
from collections.abc import Iterator, Mapping, Sequence

from catalog import engine, spans, thirdparty
from catalog.metrics import LATENCY_BUCKETS_S, Metric, MetricKind
from catalog.services import COLLECTOR, ENGINE, SHOP_ROLES
from tests.benchmarks.query_cost.series import Series, Target, of

_VALUES: Mapping[str, Sequence[str]] = {
    "receiver": ("otlp",),
    "exporter": ("otlp_http/engine",),
    "data_type": ("logs", "traces"),
    "signal": ("logs", "traces"),
    "result": ("stored", "refused", "overloaded"),
    "operation": ("read", "write"),
    "job": ("analysis", "incidents", "diagnoses", "notifications", "retention"),
    # A role has about six operations, served or called.
    "span_name": tuple(f"GET /{number}" for number in range(6)),
    "span_kind": ("SPAN_KIND_SERVER", "SPAN_KIND_CLIENT"),
    "status_code": ("STATUS_CODE_UNSET", "STATUS_CODE_ERROR"),
}
_ROLES = tuple(role.name for role in SHOP_ROLES)
# What the engine tells of others than itself.
_TOLD: Mapping[str, Sequence[str]] = {
    **_VALUES,
    "service": _ROLES,
    "caller": _ROLES,
    "callee": _ROLES,
    "severity": ("critical", "high", "medium"),
    "status": ("active", "acknowledged"),
    "stage": ("detected", "acknowledged", "resolved"),
    "kind": ("anomaly", "alert"),
}
_PER_S = 0.5
_MEAN_S = 0.01


def telemetry(target: Target) -> Iterator[Series]:
    """Yield what *target* exposes, where it is the collector or the engine."""
    if target.job == COLLECTOR.name:
        for metric in vars(thirdparty).values():
            if isinstance(metric, Metric) and metric.name.startswith("otelcol_"):
                yield from of(metric, target, _VALUES, amount=_PER_S)
    if target.job == spans.SPAN_METRICS_JOB:
        roles = {**_VALUES, "service": _ROLES}
        yield from of(spans.SPAN_CALLS, target, roles, amount=_PER_S)
        yield from _buckets(spans.SPAN_DURATION, target, roles, LATENCY_BUCKETS_S)
    if target.job == ENGINE.name:
        yield from _engine(target)


def _engine(target: Target) -> Iterator[Series]:
    metrics = engine.INGEST_METRICS + engine.ANALYSIS_METRICS + engine.INCIDENT_METRICS
    for metric in metrics:
        if not set(metric.labels) <= set(_TOLD):
            continue
        if metric.kind is MetricKind.HISTOGRAM:
            yield from _buckets(metric, target, _TOLD, engine.ENGINE_BUCKETS_S)
        else:
            yield from of(metric, target, _TOLD, amount=_PER_S)


def _buckets(
    metric: Metric,
    target: Target,
    values: Mapping[str, Sequence[str]],
    bounds_s: Sequence[float],
) -> Iterator[Series]:
    for bound_s in (*bounds_s, math.inf):
        le = "+Inf" if math.isinf(bound_s) else str(bound_s)
        named = Metric(
            name=f"{metric.name}_bucket",
            kind=MetricKind.COUNTER,
            help=metric.help,
            labels=(*metric.labels, "le"),
        )
        reached = _PER_S * (1 - math.exp(-bound_s / _MEAN_S))
        yield from of(named, target, {**values, "le": (le,)}, amount=reached)

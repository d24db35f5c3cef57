"""Metrics that the collector counts from spans, and where they are scraped."""

from catalog.metrics import Metric, MetricKind

# Prometheus's job of them: each series tells of the service that sent the span.
SPAN_METRICS_JOB = "spans"
PORT = 8889

LABELS = ("service", "span_name", "span_kind", "status_code")

SPAN_CALLS = Metric(
    name="traces_span_metrics_calls_total",
    kind=MetricKind.COUNTER,
    help="Spans ended, by service, operation, kind and status.",
    labels=LABELS,
)
SPAN_DURATION = Metric(
    name="traces_span_metrics_duration_seconds",
    kind=MetricKind.HISTOGRAM,
    help="Duration of spans, by service, operation, kind and status.",
    labels=LABELS,
    unit="seconds",
)

SPAN_METRICS = (SPAN_CALLS, SPAN_DURATION)

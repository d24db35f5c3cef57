"""Metrics of the pictures that stand in for Grafana."""

from catalog.metrics import Metric, MetricKind

PREVIEW_REQUESTS = Metric(
    name="previews_requests_total",
    kind=MetricKind.COUNTER,
    help="Requests for previews of dashboards, by what was asked for.",
    labels=("page", "http_status"),
)
PREVIEW_DRAW_DURATION = Metric(
    name="previews_draw_duration_seconds",
    kind=MetricKind.HISTOGRAM,
    help="Time to ask for and draw one dashboard.",
    labels=("dashboard",),
    unit="seconds",
)
PREVIEW_FAILED_PANELS = Metric(
    name="previews_failed_panels_total",
    kind=MetricKind.COUNTER,
    help="Panels that Prometheus had no answer for.",
    labels=("dashboard",),
)

PREVIEW_METRICS = (PREVIEW_REQUESTS, PREVIEW_DRAW_DURATION, PREVIEW_FAILED_PANELS)

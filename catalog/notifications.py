"""Metrics of the page that shows notifications."""

from catalog.metrics import Metric, MetricKind

NOTIFICATIONS_RECEIVED = Metric(
    name="notifications_received_total",
    kind=MetricKind.COUNTER,
    help="Alerts that Alertmanager delivered to the notifications page.",
    labels=("status",),
)
NOTIFICATIONS_KEPT = Metric(
    name="notifications_kept",
    kind=MetricKind.GAUGE,
    help="Alerts that the notifications page shows.",
)

NOTIFICATION_METRICS = (NOTIFICATIONS_RECEIVED, NOTIFICATIONS_KEPT)

"""Metric names with their labels, kinds and units, each written once."""

from dataclasses import dataclass
from enum import StrEnum


class MetricKind(StrEnum):
    """Prometheus's metric types."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """
    One metric family.

    Attributes:
        unit: Unit of the samples, in Prometheus's base units; "" for counts.
    """

    name: str
    kind: MetricKind
    help: str
    labels: tuple[str, ...] = ()
    unit: str = ""


# The label value that stands for every path that no route matches.
UNMATCHED_ENDPOINT = "unmatched"
# Product series that one process exposes at most; the rest are summed as "other".
PRODUCT_LABEL_LIMIT = 200
OTHER_PRODUCTS = "other"

# Upper bounds of the request duration histogram, in seconds.
LATENCY_BUCKETS_S = (
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.5,
    5.0,
    10.0,
)

APP_REQUESTS = Metric(
    name="app_requests_total",
    kind=MetricKind.COUNTER,
    help="Requests answered.",
    labels=("method", "endpoint", "http_status"),
)
APP_REQUEST_LATENCY = Metric(
    name="app_request_latency_seconds",
    kind=MetricKind.HISTOGRAM,
    help="Time to answer a request.",
    labels=("endpoint",),
    unit="seconds",
)
APP_ERRORS = Metric(
    name="app_errors_total",
    kind=MetricKind.COUNTER,
    help="Exceptions that no handler expected.",
)
HTTP_REQUESTS = Metric(
    name="http_requests_total",
    kind=MetricKind.COUNTER,
    help="Requests answered.",
    labels=("method", "endpoint", "status"),
)
HTTP_REQUEST_DURATION = Metric(
    name="http_request_duration_seconds",
    kind=MetricKind.HISTOGRAM,
    help="Time to answer a request.",
    labels=("method", "endpoint"),
    unit="seconds",
)
PRODUCT_STOCK_LEVEL = Metric(
    name="product_stock_level",
    kind=MetricKind.GAUGE,
    help="Units in stock.",
    labels=("product_id", "product_name"),
)
PRODUCT_LOW_STOCK_THRESHOLD = Metric(
    name="product_low_stock_threshold",
    kind=MetricKind.GAUGE,
    help="Units below which a product's stock counts as low.",
    labels=("product_id", "product_name"),
)
LOW_STOCK_ALERTS = Metric(
    name="low_stock_alerts_total",
    kind=MetricKind.COUNTER,
    help="Times that a product fell below its low-stock threshold.",
    labels=("product_id",),
)
RESTOCK_OPERATIONS = Metric(
    name="restock_operations_total",
    kind=MetricKind.COUNTER,
    help="Restocks.",
    labels=("product_id",),
)
PRODUCT_OPERATIONS = Metric(
    name="product_operations_total",
    kind=MetricKind.COUNTER,
    help="Products created, updated and deleted.",
    labels=("operation",),
)
CHECKOUTS = Metric(
    name="shop_checkouts_total",
    kind=MetricKind.COUNTER,
    help="Checkouts by their outcome.",
    labels=("outcome",),
)
PAYMENTS = Metric(
    name="shop_payments_total",
    kind=MetricKind.COUNTER,
    help="Payments by their outcome.",
    labels=("outcome",),
)

SHOP_METRICS = (
    APP_REQUESTS,
    APP_REQUEST_LATENCY,
    APP_ERRORS,
    HTTP_REQUESTS,
    HTTP_REQUEST_DURATION,
    PRODUCT_STOCK_LEVEL,
    PRODUCT_LOW_STOCK_THRESHOLD,
    LOW_STOCK_ALERTS,
    RESTOCK_OPERATIONS,
    PRODUCT_OPERATIONS,
    CHECKOUTS,
    PAYMENTS,
)

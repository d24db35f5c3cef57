"""Recorded series: what is computed once by a rule and read by everybody else."""

from dataclasses import dataclass

from catalog.objectives import LONG_WINDOWS, SLO_WINDOW_DAYS

# Every recorded series keeps these.
_ALWAYS = ("environment",)
_SERVICE = (*_ALWAYS, "service", "owner")
_ENDPOINT = (*_SERVICE, "endpoint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """
    One recorded series, named ``level:metric:operations`` as Prometheus recommends.

    Attributes:
        labels: All that it has left.
        unit: Unit of its values, in Prometheus's base units; "" for counts.
    """

    name: str
    labels: tuple[str, ...]
    help: str
    unit: str = ""


# Requests of users: all but health checks, metrics and the simulation's switches.
# Read once from what the shop exposes; the rest of RED is computed from these two.
ENDPOINT_STATUS_REQUESTS = Record(
    name="service_endpoint_status:app_requests:rate5m",
    labels=(*_ENDPOINT, "http_status"),
    help="Requests of users per second, by operation and status.",
)
ENDPOINT_LATENCY_BUCKETS = Record(
    name="service_endpoint_le:app_request_latency_seconds_bucket:rate5m",
    labels=(*_ENDPOINT, "le"),
    help="Requests of users per second answered within `le` seconds, by operation.",
)
LATENCY_BUCKETS = Record(
    name="service_le:app_request_latency_seconds_bucket:rate5m",
    labels=(*_SERVICE, "le"),
    help="Requests of users per second answered within `le` seconds, by role.",
)
USER_REQUESTS = Record(
    name="environment:app_requests:rate5m",
    labels=_ALWAYS,
    help="Requests of users per second, over all roles.",
)
USER_REQUESTS_2M = Record(
    name="environment:app_requests:rate2m",
    labels=_ALWAYS,
    help="Requests of users per second over two minutes: quicker to fall.",
)
USER_ERRORS_RATIO = Record(
    name="environment:app_requests_5xx:ratio_rate5m",
    labels=_ALWAYS,
    help="Share of the users' requests that got an answer of 500 and above.",
)
USER_LATENCY_P95 = Record(
    name="environment:app_request_latency_seconds:p95_5m",
    labels=_ALWAYS,
    help="Time that 95 % of the users' requests stay below, over all roles.",
    unit="seconds",
)
REQUESTS = Record(
    name="service:app_requests:rate5m",
    labels=_SERVICE,
    help="Requests of users per second, by role.",
)
ERRORS = Record(
    name="service:app_requests_5xx:rate5m",
    labels=_SERVICE,
    help="Answers of 500 and above per second, by role; 0 where there are none.",
)
ERRORS_RATIO = Record(
    name="service:app_requests_5xx:ratio_rate5m",
    labels=_SERVICE,
    help="Share of a role's requests that got an answer of 500 and above.",
)
EXCEPTIONS = Record(
    name="service:app_errors:rate2m",
    labels=_SERVICE,
    help="Exceptions per second that no handler expected, by role.",
)
LATENCY_P50 = Record(
    name="service:app_request_latency_seconds:p50_5m",
    labels=_SERVICE,
    help="Time that half of a role's requests stay below.",
    unit="seconds",
)
LATENCY_P95 = Record(
    name="service:app_request_latency_seconds:p95_5m",
    labels=_SERVICE,
    help="Time that 95 % of a role's requests stay below.",
    unit="seconds",
)
ENDPOINT_REQUESTS = Record(
    name="service_endpoint:app_requests:rate5m",
    labels=_ENDPOINT,
    help="Requests of users per second, by operation.",
)
ENDPOINT_ERRORS_RATIO = Record(
    name="service_endpoint:app_requests_5xx:ratio_rate5m",
    labels=_ENDPOINT,
    help="Share of an operation's requests that got an answer of 500 and above.",
)
ENDPOINT_LATENCY_P50 = Record(
    name="service_endpoint:app_request_latency_seconds:p50_5m",
    labels=_ENDPOINT,
    help="Time that half of an operation's requests stay below.",
    unit="seconds",
)
ENDPOINT_LATENCY_P95 = Record(
    name="service_endpoint:app_request_latency_seconds:p95_5m",
    labels=_ENDPOINT,
    help="Time that 95 % of an operation's requests stay below.",
    unit="seconds",
)
STATUS_REQUESTS = Record(
    name="service_status:http_requests:rate5m",
    labels=(*_SERVICE, "status"),
    help="Answers to users per second, by role and status.",
)
STOCK_LEVEL = Record(
    name="product:product_stock_level:max",
    labels=(*_ALWAYS, "product_id", "product_name"),
    help="Units in stock; replicas tell the same number.",
)
LOW_STOCK_THRESHOLD = Record(
    name="product:product_low_stock_threshold:max",
    labels=(*_ALWAYS, "product_id", "product_name"),
    help="Units below which a product counts as low.",
)
CHECKOUT_OUTCOMES = Record(
    name="environment_outcome:shop_checkouts:rate5m",
    labels=(*_ALWAYS, "outcome"),
    help="Checkouts per second, by outcome.",
)
CHECKOUTS = Record(
    name="environment:shop_checkouts:rate5m",
    labels=_ALWAYS,
    help="Checkouts per second.",
)
CHECKOUT_FAILURE_RATIO = Record(
    name="environment:shop_checkouts_failed:ratio_rate5m",
    labels=_ALWAYS,
    help="Share of checkouts that failed for the shop's own fault.",
)
PAYMENT_OUTCOMES = Record(
    name="environment_outcome:shop_payments:rate5m",
    labels=(*_ALWAYS, "outcome"),
    help="Payments per second, by outcome; refunds count on their own.",
)
PAYMENTS = Record(
    name="environment:shop_payments:rate5m",
    labels=_ALWAYS,
    help="Payments tried per second, refunds left out.",
)
PAYMENT_DECLINE_RATIO = Record(
    name="environment:shop_payments_declined:ratio_rate5m",
    labels=_ALWAYS,
    help="Share of payments that were declined.",
)
CONTAINER_CPU = Record(
    name="service:container_cpu_usage_seconds:rate5m",
    labels=(*_ALWAYS, "service"),
    help="Cores that the containers of a service use.",
)
CONTAINER_CPU_RATIO = Record(
    name="service:container_cpu_limit:ratio_rate5m",
    labels=(*_ALWAYS, "service"),
    help="Cores in use as a share of the limit.",
)
CONTAINER_THROTTLED = Record(
    name="service:container_cpu_cfs_throttled_seconds:rate5m",
    labels=(*_ALWAYS, "service"),
    help="Seconds per second that the CPU limit holds threads back, summed over them.",
)
CONTAINER_MEMORY = Record(
    name="service:container_memory_working_set_bytes:sum",
    labels=(*_ALWAYS, "service"),
    help="Memory that the containers of a service use.",
    unit="bytes",
)
CONTAINER_MEMORY_RATIO = Record(
    name="service:container_memory_limit:ratio",
    labels=(*_ALWAYS, "service"),
    help="Memory in use as a share of the limit, of the container nearest to its own.",
)

RED_RECORDS = (
    ENDPOINT_STATUS_REQUESTS,
    ENDPOINT_LATENCY_BUCKETS,
    LATENCY_BUCKETS,
    USER_REQUESTS,
    USER_REQUESTS_2M,
    USER_ERRORS_RATIO,
    USER_LATENCY_P95,
    REQUESTS,
    ERRORS,
    ERRORS_RATIO,
    EXCEPTIONS,
    LATENCY_P50,
    LATENCY_P95,
    ENDPOINT_REQUESTS,
    ENDPOINT_ERRORS_RATIO,
    ENDPOINT_LATENCY_P50,
    ENDPOINT_LATENCY_P95,
    STATUS_REQUESTS,
)
BUSINESS_RECORDS = (
    STOCK_LEVEL,
    LOW_STOCK_THRESHOLD,
    CHECKOUT_OUTCOMES,
    CHECKOUTS,
    CHECKOUT_FAILURE_RATIO,
    PAYMENT_OUTCOMES,
    PAYMENTS,
    PAYMENT_DECLINE_RATIO,
)
CONTAINER_RECORDS = (
    CONTAINER_CPU,
    CONTAINER_CPU_RATIO,
    CONTAINER_THROTTLED,
    CONTAINER_MEMORY,
    CONTAINER_MEMORY_RATIO,
)

# Windows of the objectives' alerts; one series each.
SLO_WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
# The window that the error budget is counted in.
SLO_WINDOW = f"{SLO_WINDOW_DAYS}d"
# `slo` is "availability" or "latency".
_SLO = (*_SERVICE, "slo")


def slo_error_ratio(window: str) -> Record:
    """Return the share of a role's requests that missed an objective in *window*."""
    return Record(
        name=f"service_slo:error:ratio_rate{window}",
        labels=_SLO,
        help=f"Share of a role's requests that missed the objective in {window}.",
    )


def slo_missed(window: str) -> Record:
    """Return how many of a role's requests missed an objective in *window*."""
    return Record(
        name=f"service_slo:errors:increase{window}",
        labels=_SLO,
        help=f"Requests of a role that missed the objective in {window}.",
    )


SLO_REQUESTS = Record(
    name="service_slo:requests:rate5m",
    labels=_SLO,
    help="Requests per second that an objective counts.",
)
SLO_ERRORS = Record(
    name="service_slo:errors:rate5m",
    labels=_SLO,
    help="Requests per second that missed an objective.",
)
SLO_OBJECTIVE = Record(
    name="service_slo:objective:ratio",
    labels=_SLO,
    help="Share of requests that has to be good.",
)
SLO_BUDGET_REMAINING = Record(
    name="service_slo:error_budget_remaining:ratio",
    labels=_SLO,
    help="What is left of the error budget in the objective's window; 1 is all of it.",
)
SLO_RECORDS = (
    SLO_REQUESTS,
    SLO_ERRORS,
    SLO_OBJECTIVE,
    *(slo_error_ratio(window) for window in (*SLO_WINDOWS, SLO_WINDOW)),
    *(slo_missed(window) for window in LONG_WINDOWS),
    SLO_BUDGET_REMAINING,
)

RECORDS = (*RED_RECORDS, *BUSINESS_RECORDS, *CONTAINER_RECORDS, *SLO_RECORDS)

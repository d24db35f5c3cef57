"""Which of a service's metrics tell rate, errors and duration."""

from dataclasses import dataclass

from catalog import metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class RedMetrics:
    """
    Names of the metrics that the RED records are made of.

    Attributes:
        requests: Counter of answers.
        status_label: Its label with the HTTP status.
        endpoint_label: Label of both with the route's template; "" where they have
            none.
        latency: Histogram, without ``_bucket``.
        errors: Counter of exceptions that no handler expected; "" where there is none.
        ignored: Regular expression of endpoints that are no user's; "" for none.
    """

    requests: str = metrics.APP_REQUESTS.name
    status_label: str = "http_status"
    endpoint_label: str = "endpoint"
    latency: str = metrics.APP_REQUEST_LATENCY.name
    errors: str = metrics.APP_ERRORS.name
    ignored: str = "/(metrics|health(/.*)?|simulate/.*)"


SHOP_RED = RedMetrics()

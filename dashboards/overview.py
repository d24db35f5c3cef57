"""What the shop's users see: requests, errors, latency, exceptions."""

from catalog import metrics, records
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from dashboards.page import Page, Row
from dashboards.panels import bars, heat_map, time_series
from dashboards.queries import SERVICE, Query, of, quantile, summed, top
from dashboards.thresholds import above
from dashboards.units import Unit

_ENDPOINTS = 'endpoint!~"/(metrics|health(/.*)?|simulate/.*)"'

USERS = Row(
    "What users see",
    (
        time_series(
            "User Request Rate",
            "Requests of users per second, over all roles; health checks, metrics and "
            "the simulation's switches are left out.",
            Query(of(records.USER_REQUESTS), "requests"),
            unit=Unit.REQUESTS_PER_SECOND,
            alerts=[Alert.APP_TRAFFIC_DROP],
        ),
        time_series(
            "User 5xx Error Rate",
            "Share of the users' requests that got an answer of 500 and above.",
            Query(of(records.USER_ERRORS_RATIO), "5xx"),
            unit=Unit.SHARE,
            thresholds=above(look=0.01, bad=0.05),
            alerts=[Alert.APP_HIGH_5XX_ERROR_RATE],
        ),
        time_series(
            "p95 Latency",
            "95 % of the users' requests are answered faster, over all roles.",
            Query(of(records.USER_LATENCY_P95), "p95"),
            unit=Unit.SECONDS,
            thresholds=above(look=0.25, bad=0.5),
            alerts=[Alert.APP_HIGH_P95_LATENCY],
        ),
    ),
)
CAUSES = Row(
    "Where it comes from",
    (
        bars(
            "Top Endpoints",
            "The ten endpoints with most requests per second.",
            Query(
                top(10, summed(of(records.ENDPOINT_REQUESTS, SERVICE), ["endpoint"])),
                "{{endpoint}}",
            ),
            unit=Unit.REQUESTS_PER_SECOND,
        ),
        time_series(
            "Internal Exceptions Rate",
            "Exceptions per second that no handler expected, by role.",
            Query(of(records.EXCEPTIONS, SERVICE), "{{service}}"),
            unit=Unit.PER_SECOND,
            thresholds=above(bad=1),
            alerts=[Alert.APP_HIGH_EXCEPTION_RATE],
        ),
        bars(
            "Operations that Fail",
            "The ten operations with the highest share of answers of 500 and above.",
            Query(
                top(10, of(records.ENDPOINT_ERRORS_RATIO, SERVICE)),
                "{{service}} {{endpoint}}",
            ),
            unit=Unit.SHARE,
            thresholds=above(look=0.01, bad=0.05),
            highest=1,
        ),
    ),
)
LATENCY = Row(
    "Latency",
    (
        time_series(
            "API Response Times",
            "By role: 95 % of the requests are answered faster than p95, half of them "
            "faster than p50.",
            Query(of(records.LATENCY_P95, SERVICE), "{{service}} p95"),
            Query(of(records.LATENCY_P50, SERVICE), "{{service}} p50"),
            unit=Unit.SECONDS,
        ),
        time_series(
            "p99 Latency with Traces",
            "99 % of the chosen roles' requests are answered faster. Each mark is one "
            "request with the id of its trace.",
            Query(
                quantile(0.99, metrics.APP_REQUEST_LATENCY, SERVICE, _ENDPOINTS),
                "p99",
                exemplars=True,
            ),
            unit=Unit.SECONDS,
        ),
        heat_map(
            "Latency Heat Map",
            "Requests per second by how long they took: two bands mean two kinds of "
            "requests.",
            Query(summed(of(records.LATENCY_BUCKETS, SERVICE), ["le"]), "{{le}}"),
            unit=Unit.SECONDS,
        ),
    ),
)
OPERATIONS = Row(
    "Latency by operation",
    (
        time_series(
            "p95 Latency by Endpoint",
            "95 % of an endpoint's requests are answered faster.",
            Query(
                of(records.ENDPOINT_LATENCY_P95, SERVICE), "{{service}} {{endpoint}}"
            ),
            unit=Unit.SECONDS,
        ),
        time_series(
            "p50 Latency by Endpoint",
            "Half of an endpoint's requests are answered faster.",
            Query(
                of(records.ENDPOINT_LATENCY_P50, SERVICE), "{{service}} {{endpoint}}"
            ),
            unit=Unit.SECONDS,
        ),
    ),
)
RATES = Row(
    "Requests",
    (
        time_series(
            "Request Rate by Role",
            "Requests of users per second that each role answers.",
            Query(of(records.REQUESTS, SERVICE), "{{service}}"),
            unit=Unit.REQUESTS_PER_SECOND,
            stacked=True,
        ),
        time_series(
            "HTTP Request Rate",
            "Requests of users per second by endpoint.",
            Query(of(records.ENDPOINT_REQUESTS, SERVICE), "{{service}} {{endpoint}}"),
            unit=Unit.REQUESTS_PER_SECOND,
        ),
        time_series(
            "HTTP Status Codes",
            "Answers to users per second by status: 2xx worked, 4xx is the client's "
            "mistake, 5xx is ours.",
            Query(
                summed(of(records.STATUS_REQUESTS, SERVICE), ["status"]), "{{status}}"
            ),
            unit=Unit.REQUESTS_PER_SECOND,
            stacked=True,
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.OVERVIEW,
    title="App Overview",
    description="Requests, errors, latency and exceptions of the shop.",
    rows=(USERS, CAUSES, LATENCY, OPERATIONS, RATES),
    services=records.REQUESTS.name,
)

"""Rate, errors and duration of what users ask for, by role and by operation."""

from catalog import metrics
from catalog.records import (
    ENDPOINT_ERRORS_RATIO,
    ENDPOINT_LATENCY_BUCKETS,
    ENDPOINT_LATENCY_P50,
    ENDPOINT_LATENCY_P95,
    ENDPOINT_REQUESTS,
    ENDPOINT_STATUS_REQUESTS,
    ERRORS,
    ERRORS_RATIO,
    EXCEPTIONS,
    LATENCY_BUCKETS,
    LATENCY_P50,
    LATENCY_P95,
    REQUESTS,
    STATUS_REQUESTS,
    USER_ERRORS_RATIO,
    USER_LATENCY_P95,
    USER_REQUESTS,
    USER_REQUESTS_2M,
)
from rules.model import Group, RecordingRule
from rules.promql import USERS, or_zero, quantile, share, summed

_REQUESTS = f"{metrics.APP_REQUESTS.name}{{{USERS}}}"
_BUCKETS = f"{metrics.APP_REQUEST_LATENCY.name}_bucket{{{USERS}}}"
_ANSWERS = f"{metrics.HTTP_REQUESTS.name}{{{USERS}}}"
_5XX = f'{ENDPOINT_STATUS_REQUESTS.name}{{http_status=~"5.."}}'

# Each reads what the rule above it has recorded at the same instant: the shop's own
# series are read once per window.
GROUP = Group(
    name="red",
    rules=(
        RecordingRule(
            record=ENDPOINT_STATUS_REQUESTS,
            expr=summed(f"rate({_REQUESTS}[5m])", ENDPOINT_STATUS_REQUESTS.labels),
        ),
        RecordingRule(
            record=ENDPOINT_REQUESTS,
            expr=f"sum without (http_status) ({ENDPOINT_STATUS_REQUESTS.name})",
        ),
        RecordingRule(
            record=ENDPOINT_ERRORS_RATIO,
            expr=share(
                or_zero(f"sum without (http_status) ({_5XX})", ENDPOINT_REQUESTS.name),
                ENDPOINT_REQUESTS.name,
            ),
        ),
        RecordingRule(
            record=REQUESTS,
            expr=f"sum without (endpoint) ({ENDPOINT_REQUESTS.name})",
        ),
        RecordingRule(
            record=ERRORS,
            expr=or_zero(
                f"sum without (endpoint, http_status) ({_5XX})", REQUESTS.name
            ),
        ),
        RecordingRule(
            record=ERRORS_RATIO,
            expr=share(ERRORS.name, REQUESTS.name),
        ),
        RecordingRule(
            record=USER_REQUESTS,
            expr=summed(REQUESTS.name, USER_REQUESTS.labels),
        ),
        RecordingRule(
            record=USER_REQUESTS_2M,
            expr=summed(f"rate({_REQUESTS}[2m])", USER_REQUESTS_2M.labels),
        ),
        RecordingRule(
            record=USER_ERRORS_RATIO,
            expr=share(
                summed(ERRORS.name, USER_ERRORS_RATIO.labels), USER_REQUESTS.name
            ),
        ),
        RecordingRule(
            record=STATUS_REQUESTS,
            expr=summed(f"rate({_ANSWERS}[5m])", STATUS_REQUESTS.labels),
        ),
        RecordingRule(
            record=EXCEPTIONS,
            expr=summed(f"rate({metrics.APP_ERRORS.name}[2m])", EXCEPTIONS.labels),
        ),
        RecordingRule(
            record=ENDPOINT_LATENCY_BUCKETS,
            expr=summed(f"rate({_BUCKETS}[5m])", ENDPOINT_LATENCY_BUCKETS.labels),
        ),
        RecordingRule(
            record=LATENCY_BUCKETS,
            expr=f"sum without (endpoint) ({ENDPOINT_LATENCY_BUCKETS.name})",
        ),
        RecordingRule(
            record=ENDPOINT_LATENCY_P50,
            expr=quantile(0.5, ENDPOINT_LATENCY_BUCKETS.name),
        ),
        RecordingRule(
            record=ENDPOINT_LATENCY_P95,
            expr=quantile(0.95, ENDPOINT_LATENCY_BUCKETS.name),
        ),
        RecordingRule(record=LATENCY_P50, expr=quantile(0.5, LATENCY_BUCKETS.name)),
        RecordingRule(record=LATENCY_P95, expr=quantile(0.95, LATENCY_BUCKETS.name)),
        RecordingRule(
            record=USER_LATENCY_P95,
            expr=quantile(
                0.95, summed(LATENCY_BUCKETS.name, (*USER_LATENCY_P95.labels, "le"))
            ),
        ),
    ),
)

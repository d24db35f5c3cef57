"""Rate, errors and duration of what users ask for, by role and by operation."""

from catalog import metrics
from catalog.own_services import OWN
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
from rules import own_red
from rules.model import Group, RecordingRule
from rules.promql import USERS, any_of, or_zero, quantile, share, summed

# Nothing is left out in a checkout without services of its own.
_OTHERS = own_red.excluded(own_red.RENAMED)
_REQUESTS = f"{metrics.APP_REQUESTS.name}{{{USERS}{_OTHERS}}}"
_BUCKETS = f"{metrics.APP_REQUEST_LATENCY.name}_bucket{{{USERS}{_OTHERS}}}"
_EXCEPTIONS = own_red.selected(metrics.APP_ERRORS.name, _OTHERS)
_ANSWERS = f"{metrics.HTTP_REQUESTS.name}{{{USERS}{_OTHERS}}}"
# The shop's users are not those of other services.
_SHOP = own_red.excluded(OWN)
_SHOP_SERIES = f"{metrics.APP_REQUESTS.name}{{{USERS}{_SHOP}}}"
_SHOP_REQUESTS = own_red.selected(REQUESTS.name, _SHOP)
_SHOP_ERRORS = own_red.selected(ERRORS.name, _SHOP)
_SHOP_BUCKETS = own_red.selected(LATENCY_BUCKETS.name, _SHOP)
_5XX = f'{ENDPOINT_STATUS_REQUESTS.name}{{http_status=~"5.."}}'

# Each reads what the rule above it has recorded at the same instant: the shop's own
# series are read once per window.
GROUP = Group(
    name="red",
    rules=(
        RecordingRule(
            record=ENDPOINT_STATUS_REQUESTS,
            expr=any_of(
                summed(f"rate({_REQUESTS}[5m])", ENDPOINT_STATUS_REQUESTS.labels),
                *own_red.answers(ENDPOINT_STATUS_REQUESTS, "http_status"),
            ),
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
            expr=summed(_SHOP_REQUESTS, USER_REQUESTS.labels),
        ),
        RecordingRule(
            record=USER_REQUESTS_2M,
            expr=summed(f"rate({_SHOP_SERIES}[2m])", USER_REQUESTS_2M.labels),
        ),
        RecordingRule(
            record=USER_ERRORS_RATIO,
            expr=share(
                summed(_SHOP_ERRORS, USER_ERRORS_RATIO.labels), USER_REQUESTS.name
            ),
        ),
        RecordingRule(
            record=STATUS_REQUESTS,
            expr=any_of(
                summed(f"rate({_ANSWERS}[5m])", STATUS_REQUESTS.labels),
                *own_red.answers(STATUS_REQUESTS, "status"),
            ),
        ),
        RecordingRule(
            record=EXCEPTIONS,
            expr=any_of(
                summed(f"rate({_EXCEPTIONS}[2m])", EXCEPTIONS.labels),
                *own_red.exceptions(),
            ),
        ),
        RecordingRule(
            record=ENDPOINT_LATENCY_BUCKETS,
            expr=any_of(
                summed(f"rate({_BUCKETS}[5m])", ENDPOINT_LATENCY_BUCKETS.labels),
                *own_red.latency(),
            ),
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
                0.95, summed(_SHOP_BUCKETS, (*USER_LATENCY_P95.labels, "le"))
            ),
        ),
    ),
)

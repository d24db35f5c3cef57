"""What the shop's roles expose: the app's own operations as labels."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.domain.payments import PaymentState
from app.roles import operations_of
from app.web.api import Operation
from catalog import metrics
from catalog.metrics import LATENCY_BUCKETS_S, UNMATCHED_ENDPOINT
from tests.benchmarks.query_cost.series import Series, Target, of

PRODUCTS = 40
_IDS = tuple(str(number) for number in range(1, PRODUCTS + 1))
_OUTCOMES = ("completed", "declined", "out_of_stock", "rejected", "failed")
_OPERATIONS = ("create", "update", "delete")
# What every process is asked for, by machines.
_PROBED = ("/health/ready", "/metrics")
# Requests per second of one operation, and shares of its answers by their class.
_PER_S = 2.0
_SHARES = {"2": 0.985, "4": 0.01, "5": 0.005}
# Of an exponential distribution: p95 is three times that.
_MEAN_LATENCY_S = 0.05
_EVENTS_PER_S = 0.002

Counted = tuple[str, str, str, float]


def shop(target: Target) -> Iterator[Series]:
    """Yield the series of one role."""
    counted = list(_counted(target.job))
    for metric in (metrics.APP_REQUESTS, metrics.HTTP_REQUESTS):
        method, endpoint, status = metric.labels
        for values in counted:
            labels = {method: values[0], endpoint: values[1], status: values[2]}
            yield Series(
                name=metric.name,
                labels={**target.labels, **labels},
                every_s=target.every_s,
                per_s=values[3],
            )
    yield from _latency(target, counted)
    yield from of(metrics.APP_ERRORS, target, {}, amount=_EVENTS_PER_S)
    yield from _business(target)


def _counted(role: str) -> Iterator[Counted]:
    for each in operations_of((role,)):
        if each.role == role:
            for status, share in _statuses(each):
                yield each.method, each.rule, status, _PER_S * share
        elif each.rule in _PROBED:
            yield each.method, each.rule, str(each.status), 0.1
    yield "GET", UNMATCHED_ENDPOINT, "404", 0.01


def _statuses(operation: Operation) -> Iterable[tuple[str, float]]:
    """Return each status that the operation answers with, and its share."""
    statuses = {str(each) for each in (operation.status, *operation.problems, 422, 500)}
    return [(each, _SHARES[each[0]]) for each in sorted(statuses)]


def _latency(target: Target, counted: Iterable[Counted]) -> Iterator[Series]:
    by_endpoint: dict[str, float] = defaultdict(float)
    for _, endpoint, _, per_s in counted:
        by_endpoint[endpoint] += per_s
    bounds = [*LATENCY_BUCKETS_S, math.inf]
    for endpoint, per_s in by_endpoint.items():
        for bound in bounds:
            le = "+Inf" if math.isinf(bound) else str(bound)
            yield Series(
                name=f"{metrics.APP_REQUEST_LATENCY.name}_bucket",
                labels={**target.labels, "endpoint": endpoint, "le": le},
                every_s=target.every_s,
                per_s=per_s * (1 - math.exp(-bound / _MEAN_LATENCY_S)),
            )


def _business(target: Target) -> Iterator[Series]:
    if target.job == "products":
        for metric, level in (
            (metrics.PRODUCT_STOCK_LEVEL, 50),
            (metrics.PRODUCT_LOW_STOCK_THRESHOLD, 5),
        ):
            for number in _IDS:
                named = {"product_id": [number], "product_name": [f"Product {number}"]}
                swing = 0.9 if metric is metrics.PRODUCT_STOCK_LEVEL else 0
                yield from of(metric, target, named, amount=level, swing=swing)
        ids = {"product_id": _IDS}
        yield from of(metrics.LOW_STOCK_ALERTS, target, ids, amount=_EVENTS_PER_S)
        yield from of(metrics.RESTOCK_OPERATIONS, target, ids, amount=_EVENTS_PER_S)
        operations = {"operation": _OPERATIONS}
        yield from of(metrics.PRODUCT_OPERATIONS, target, operations, amount=0.01)
    if target.job == "checkout":
        yield from of(metrics.CHECKOUTS, target, {"outcome": _OUTCOMES}, amount=0.2)
    if target.job == "payment":
        states = {"outcome": tuple(state.value for state in PaymentState)}
        yield from of(metrics.PAYMENTS, target, states, amount=0.2)

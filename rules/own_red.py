"""
RED records of a team's own services, from metrics with names of their own.

Each is one more part of the shop's rule for that record: a second rule for the same
record is what promtool warns of.
"""

from collections.abc import Iterable, Mapping

from catalog.own import OwnService
from catalog.own_services import OWN
from catalog.records import (
    ENDPOINT_LATENCY_BUCKETS,
    EXCEPTIONS,
    Record,
)
from catalog.red import SHOP_RED
from rules.promql import summed

# What has the shop's names is recorded by the shop's rules already.
RENAMED = tuple(own for own in OWN if own.red not in (None, SHOP_RED))


def excluded(services: Iterable[OwnService]) -> str:
    """Return a matcher that leaves *services* out, with its comma; "" for none."""
    names = "|".join(own.name for own in services)
    return f', service!~"{names}"' if names else ""


def selected(metric: str, matchers: str) -> str:
    """Return *metric* with what `excluded` gave, and nothing else."""
    return f"{metric}{{{matchers.removeprefix(', ')}}}" if matchers else metric


def answers(
    record: Record, status: str, services: Iterable[OwnService] = RENAMED
) -> tuple[str, ...]:
    """
    Return what adds answers per second of *services* to *record*.

    Args:
        status: The record's label with the HTTP status.
    """
    return tuple(
        summed(
            _renamed(
                f"rate({_series(own, own.red.requests)}[5m])",
                {status: own.red.status_label, **_endpoint(own, record)},
            ),
            record.labels,
        )
        for own in services
        if own.red
    )


def latency(services: Iterable[OwnService] = RENAMED) -> tuple[str, ...]:
    """Return what adds the histogram's buckets of *services*, by operation."""
    return tuple(
        summed(
            _renamed(
                f"rate({_series(own, f'{own.red.latency}_bucket')}[5m])",
                _endpoint(own, ENDPOINT_LATENCY_BUCKETS),
            ),
            ENDPOINT_LATENCY_BUCKETS.labels,
        )
        for own in services
        if own.red
    )


def exceptions(services: Iterable[OwnService] = RENAMED) -> tuple[str, ...]:
    """Return what adds exceptions per second, where a service counts them."""
    return tuple(
        summed(f'rate({own.red.errors}{{job="{own.name}"}}[2m])', EXCEPTIONS.labels)
        for own in services
        if own.red and own.red.errors
    )


def _endpoint(own: OwnService, record: Record) -> Mapping[str, str]:
    if own.red is None or "endpoint" not in record.labels:
        return {}
    return {"endpoint": own.red.endpoint_label}


def _series(own: OwnService, metric: str) -> str:
    matchers = [f'job="{own.name}"']
    if own.red and own.red.endpoint_label and own.red.ignored:
        matchers.append(f'{own.red.endpoint_label}!~"{own.red.ignored}"')
    return f"{metric}{{{', '.join(matchers)}}}"


def _renamed(expr: str, labels: Mapping[str, str]) -> str:
    for ours, theirs in labels.items():
        if theirs and theirs != ours:
            expr = f'label_replace({expr}, "{ours}", "$1", "{theirs}", "(.*)")'
    return expr

"""Whom it hits: the share of requests from outside, and the way it spreads."""

from collections.abc import Collection, Iterable, Sequence
from statistics import median

import networkx as nx

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.telemetry import SpanRecord
from aiops.domain.windows.window import EdgeKey, OperationKey, is_request

# A request that takes that many times as long as usual is as good as failed.
_TOO_SLOW = 3.0
_LEAST_MORE_S = 0.2


def failing_share(before: Sequence[SpanRecord], during: Sequence[SpanRecord]) -> float:
    """Return the share of requests from outside that fail or are far too slow."""
    usual_s: dict[OperationKey, list[float]] = {}
    for span in _from_outside(before):
        usual_s.setdefault(_key(span), []).append(span.duration_s)
    limit_s = {
        key: max(_TOO_SLOW * median(times), median(times) + _LEAST_MORE_S)
        for key, times in usual_s.items()
    }
    asked = _from_outside(during)
    failing = [s for s in asked if s.error or s.duration_s > limit_s.get(_key(s), 1e9)]
    return len(failing) / len(asked) if asked else 0.0


def spread(
    cause: OperationKey | None, anomalies: Iterable[Anomaly], edges: Iterable[EdgeKey]
) -> tuple[tuple[OperationKey, ...], tuple[OperationKey, ...]]:
    """
    Return the chain from the cause to where users notice it, and all that suffers.

    The chain is the shortest way along calls to an operation that nobody who suffers
    calls; of several the longest, then the first by name.
    """
    suffering = {
        OperationKey(a.service, a.operation)
        for a in anomalies
        if a.signal is not Signal.SATURATION
    }
    if cause is None:
        return (), tuple(sorted(suffering))
    graph = nx.DiGraph()
    graph.add_node(cause)
    graph.add_edges_from((edge.callee, edge.caller) for edge in edges)
    ways = [_way(graph, cause, end) for end in sorted(_ends(graph, suffering))]
    best = max(ways, key=len, default=[cause]) or [cause]
    return tuple(best), tuple(sorted({cause, *suffering}))


def _ends(
    graph: "nx.DiGraph[OperationKey]", suffering: Collection[OperationKey]
) -> list[OperationKey]:
    """Return who suffers and is not called by another who does."""
    return [
        key
        for key in suffering
        if key in graph and not (set(graph.successors(key)) & set(suffering))
    ]


def _way(
    graph: "nx.DiGraph[OperationKey]", cause: OperationKey, end: OperationKey
) -> list[OperationKey]:
    try:
        ways = nx.all_shortest_paths(graph, cause, end)
        return min(ways, key=list)
    except nx.NetworkXNoPath:
        return []


def _from_outside(spans: Sequence[SpanRecord]) -> list[SpanRecord]:
    """Return the requests whose caller is not among the spans."""
    known = {(span.trace, span.span) for span in spans}
    return [
        span
        for span in spans
        if is_request(span) and (span.trace, span.parent) not in known
    ]


def _key(span: SpanRecord) -> OperationKey:
    return OperationKey(span.service, span.operation)

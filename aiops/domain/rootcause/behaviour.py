"""What operations did in a time: how long they took, what they called and logged."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aiops.domain.rootcause.spans import LogRecord, Span, by_trace, self_times


class Operation(NamedTuple):
    """An operation of a service."""

    service: str
    name: str


class Edge(NamedTuple):
    """A call from an operation of one service to one of another."""

    caller: Operation
    callee: Operation


class Pattern(NamedTuple):
    """
    Something that an operation does in some of its spans.

    Attributes:
        callee: The operation that it calls, or None for a log line.
        template: The log line's, or the name of the callee.
        error: Whether it speaks of an error by itself.
    """

    callee: Operation | None
    template: str
    error: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """
    Observations of a time.

    Attributes:
        spans: Number of spans, by operation.
        patterns: In how many spans of an operation a pattern occurred.
        busy_s: Each span's own time, for spans that call no other service.
        between_s: Time between caller and callee that neither is busy, by edge.
        total_s: Sum of the traces' lengths.
    """

    spans: Counter[Operation] = field(default_factory=Counter)
    patterns: Counter[tuple[Operation, Pattern]] = field(default_factory=Counter)
    busy_s: dict[Operation, list[float]] = field(default_factory=dict)
    between_s: dict[Edge, list[float]] = field(default_factory=dict)
    total_s: float = 0.0

    def calls(self) -> set[tuple[str, str]]:
        """Return which service called which."""
        return {(e.caller.service, e.callee.service) for e in self.between_s}


def observe(spans: Iterable[Span], logs: Iterable[LogRecord]) -> Behaviour:
    """
    Sum up what operations did.

    Args:
        spans: Whole traces or parts of them, in any order.
        logs: Records; one whose span is not among *spans* is left out.
    """
    traces = by_trace(spans)
    lines = _lines(logs)
    seen = Behaviour(total_s=sum(map(_length_s, traces.values())))
    for trace in traces.values():
        busy = self_times(trace)
        children = _children(trace)
        for span in trace:
            below = children.get(span.span, [])
            _count(seen, span, below, lines.get((span.trace, span.span), set()))
            _time(seen, span, below, busy.get(span.span, 0.0))
    return seen


def operation_of(span: Span) -> Operation:
    """Return the operation that *span* is one run of."""
    return Operation(span.service, span.operation)


def _lines(logs: Iterable[LogRecord]) -> dict[tuple[str, str], set[Pattern]]:
    lines: dict[tuple[str, str], set[Pattern]] = {}
    for log in logs:
        pattern = Pattern(None, log.template, log.error)
        lines.setdefault((log.trace, log.span), set()).add(pattern)
    return lines


def _children(trace: Sequence[Span]) -> dict[str, list[Span]]:
    children: dict[str, list[Span]] = {}
    for span in trace:
        children.setdefault(span.parent, []).append(span)
    return children


def _length_s(trace: Sequence[Span]) -> float:
    return max(s.end_s for s in trace) - min(s.start_s for s in trace)


def _count(
    seen: Behaviour, span: Span, below: Sequence[Span], lines: set[Pattern]
) -> None:
    operation = operation_of(span)
    seen.spans[operation] += 1
    calls = {
        Pattern(
            operation_of(child), child.operation, "error" in child.operation.lower()
        )
        for child in below
    }
    for pattern in calls | lines:
        seen.patterns[operation, pattern] += 1


def _time(seen: Behaviour, span: Span, below: Sequence[Span], busy_s: float) -> None:
    operation = operation_of(span)
    remote = [child for child in below if child.service != span.service]
    if not remote:
        seen.busy_s.setdefault(operation, []).append(busy_s)
    elif len(remote) == 1:
        # With one call, what the caller's span lasts longer is spent in between.
        edge = Edge(operation, operation_of(remote[0]))
        gap_s = max(0.0, span.duration_s - remote[0].duration_s)
        seen.between_s.setdefault(edge, []).append(gap_s)

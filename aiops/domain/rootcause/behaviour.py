"""What operations did in a time: how long they took, what they called and logged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

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

    def __add__(self, other: "Behaviour") -> "Behaviour":
        return Behaviour(
            spans=self.spans + other.spans,
            patterns=self.patterns + other.patterns,
            busy_s=_joined(self.busy_s, other.busy_s),
            between_s=_joined(self.between_s, other.between_s),
            total_s=self.total_s + other.total_s,
        )

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
    counting = _Counting(seen)
    for trace in traces.values():
        busy = self_times(trace)
        children = _children(trace)
        for span in trace:
            below = children.get(span.span, ())
            counting.count(span, below, lines.get((span.trace, span.span), _NOTHING))
            counting.time(span, below, busy.get(span.span, 0.0))
    return seen


Key = TypeVar("Key")


def _joined(
    some: Mapping[Key, list[float]], others: Mapping[Key, list[float]]
) -> dict[Key, list[float]]:
    keys = dict.fromkeys([*some, *others])
    return {key: [*some.get(key, ()), *others.get(key, ())] for key in keys}


_NOTHING: frozenset[Pattern] = frozenset()


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


class _Counting:
    """Adds spans to a behaviour; an operation's names are made only once."""

    def __init__(self, seen: Behaviour) -> None:
        self._seen = seen
        self._named: dict[tuple[str, str], tuple[Operation, Pattern]] = {}

    def count(self, span: Span, below: Sequence[Span], lines: Set[Pattern]) -> None:
        """Count *span* and what it calls and logs."""
        seen, operation = self._seen, self._names(span)[0]
        seen.spans[operation] += 1
        if not below and not lines:
            return
        calls = {self._names(child)[1] for child in below}
        for pattern in calls | lines:
            seen.patterns[operation, pattern] += 1

    def time(self, span: Span, below: Sequence[Span], busy_s: float) -> None:
        """Charge the time of *span* to it, or to its only call."""
        seen, operation = self._seen, self._names(span)[0]
        remote = [child for child in below if child.service != span.service]
        if not remote:
            seen.busy_s.setdefault(operation, []).append(busy_s)
        elif len(remote) == 1:
            # With one call, what the caller's span lasts longer is spent in between.
            edge = Edge(operation, self._names(remote[0])[0])
            gap_s = max(0.0, span.duration_s - remote[0].duration_s)
            seen.between_s.setdefault(edge, []).append(gap_s)

    def _names(self, span: Span) -> tuple[Operation, Pattern]:
        """Return the operation of *span*, and the pattern of calling it."""
        key = (span.service, span.operation)
        known = self._named.get(key)
        if known is None:
            operation = Operation(*key)
            error = "error" in span.operation.lower()
            known = operation, Pattern(operation, span.operation, error)
            self._named[key] = known
        return known

"""Sums spans up into windows of operations and of the calls between them."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aiops.domain.telemetry import SpanRecord
from aiops.domain.windows.calls import Call, CallJoiner
from aiops.domain.windows.cardinality import KnownOperations
from aiops.domain.windows.window import (
    EdgeKey,
    EdgeWindow,
    OperationKey,
    Window,
    is_request,
)


@dataclass(slots=True, kw_only=True)
class Collected:
    """
    Windows by start and what they are about.

    Attributes:
        late: Requests that ended in a window which was already closed.
    """

    operations: dict[tuple[float, OperationKey], Window] = field(default_factory=dict)
    edges: dict[tuple[float, EdgeKey], EdgeWindow] = field(default_factory=dict)
    late: int = 0


class WindowCollector:
    """
    Puts each request into the window in which it ended.

    By its end, because a span arrives when it has ended: a slow request is then as
    punctual as a fast one. A clock that runs ahead of the engine's is held back to
    the time of arrival.
    """

    def __init__(
        self,
        *,
        length_s: float,
        known: KnownOperations | None = None,
        joiner: CallJoiner | None = None,
    ) -> None:
        self._length_s = length_s
        self.known = KnownOperations() if known is None else known
        self._joiner = joiner or CallJoiner()

    def warm(self, spans: Iterable[SpanRecord], *, now_s: float) -> None:
        """Make earlier spans known as callers, without counting them again."""
        self._joiner.add(spans, now_s=now_s)

    def collect(
        self, spans: Iterable[SpanRecord], *, now_s: float, closed_s: float = -math.inf
    ) -> Collected:
        """
        Return what *spans* add to the windows.

        Args:
            spans: Each once, in any order.
            now_s: Time of their arrival.
            closed_s: End of the latest window that was judged already.
        """
        found = Collected()
        spans = list(spans)
        for span in spans:
            if is_request(span):
                key = self.known.key_of(span.service, span.operation)
                start_s = self.start_of(min(span.end_s, now_s))
                found.late += start_s < closed_s
                window = found.operations.get((start_s, key))
                if window is None:
                    window = found.operations[start_s, key] = Window()
                window.add(span)
        for call in self._joiner.add(spans, now_s=now_s):
            self._count(found, call, now_s)
        return found

    def start_of(self, time_s: float) -> float:
        """Return the start of the window that *time_s* lies in."""
        return math.floor(time_s / self._length_s) * self._length_s

    def _count(self, found: Collected, call: Call, now_s: float) -> None:
        start_s = self.start_of(min(call.end_s, now_s))
        callee = self.known.key_of(*call.edge.callee)
        caller = self.known.key_of(*call.edge.caller)
        edge = found.edges.setdefault((start_s, EdgeKey(caller, callee)), EdgeWindow())
        edge.add(failed=call.failed, duration_s=call.duration_s, gap_s=call.gap_s)
        if not call.answered:
            window = found.operations.setdefault((start_s, callee), Window())
            window.timeouts += 1


def merge(
    into: Collected,
    operations: Mapping[tuple[float, OperationKey], Window],
    edges: Mapping[tuple[float, EdgeKey], EdgeWindow],
) -> None:
    """Add windows to those of the same start that are there already, or take them."""
    for at, window in operations.items():
        known = into.operations.setdefault(at, window)
        if known is not window:
            known.merge(window)
    for between, edge in edges.items():
        known_edge = into.edges.setdefault(between, edge)
        if known_edge is not edge:
            known_edge.merge(edge)

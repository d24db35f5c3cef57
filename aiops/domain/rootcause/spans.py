"""Spans, log records, and how the time of a trace divides among its spans."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """
    One operation of one service within a trace.

    Attributes:
        parent: Span id of the caller; empty for a root span.
        start_s: Seconds since the epoch.
        duration_s: Seconds.
    """

    trace: str
    span: str
    parent: str
    service: str
    operation: str
    start_s: float
    duration_s: float

    @property
    def end_s(self) -> float:
        """When the span ended, in seconds since the epoch."""
        return self.start_s + self.duration_s


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRecord:
    """
    One log line that belongs to a span.

    Attributes:
        template: What all lines of the same origin have in common.
        error: Whether its severity is ERROR or above.
    """

    trace: str
    span: str
    service: str
    time_s: float
    template: str
    error: bool


def self_times(spans: Sequence[Span]) -> dict[str, float]:
    """
    Divide the time of one trace among its spans.

    At each instant the span that began last among those running has it. So a caller
    that waits, for a child or for work that runs beside it, is not busy.

    Args:
        spans: Of one trace.

    Returns:
        Seconds by span id; spans that never had the time are left out.
    """
    own: dict[str, float] = {}
    ends = [span.start_s + span.duration_s for span in spans]
    edges = sorted({*(span.start_s for span in spans), *ends})
    waiting = sorted(
        range(len(spans)), key=lambda n: (spans[n].start_s, -spans[n].duration_s)
    )
    running: list[tuple[float, int, int]] = []
    begun, count = 0, len(spans)
    for start, end in pairwise(edges):
        while begun < count and spans[waiting[begun]].start_s <= start:
            number = waiting[begun]
            heapq.heappush(running, (-spans[number].start_s, -begun, number))
            begun += 1
        while running and ends[running[0][2]] <= start:
            heapq.heappop(running)
        if running:
            name = spans[running[0][2]].span
            own[name] = own.get(name, 0.0) + end - start
    return own


def by_trace(spans: Iterable[Span]) -> dict[str, list[Span]]:
    """Group *spans* by trace."""
    traces: dict[str, list[Span]] = {}
    for span in spans:
        traces.setdefault(span.trace, []).append(span)
    return traces

"""An operation's requests, and the calls between two operations, of one interval."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from aiops.domain.telemetry import SpanRecord
from aiops.domain.windows.sketch import LatencySketch


class OperationKey(NamedTuple):
    """An operation of a service; no operation means the service as a whole."""

    service: str
    operation: str


class EdgeKey(NamedTuple):
    """A call from an operation to another service's operation."""

    caller: OperationKey
    callee: OperationKey


@dataclass(slots=True, kw_only=True)
class Window:
    """
    What an operation did in an interval.

    Attributes:
        requests: Answered ones, whatever the answer; counted where they ended.
        errors: Answered requests that failed.
        timeouts: Calls to it that got no answer, as its callers saw them.
        sum_s: All requests' durations.
        statuses: Answered requests by HTTP status; 0 where there is none.
        usual: By signal what was expected, and from where to where it is no news;
            empty until the window was judged.
    """

    requests: int = 0
    errors: int = 0
    timeouts: int = 0
    sum_s: float = 0.0
    sketch: LatencySketch = field(default_factory=LatencySketch)
    statuses: Counter[int] = field(default_factory=Counter)
    usual: dict[str, tuple[float, float, float]] = field(default_factory=dict)

    def add(self, span: SpanRecord) -> None:
        """Count a request that was answered."""
        self.requests += 1
        self.errors += span.error
        self.sum_s += span.duration_s
        self.sketch.add(span.duration_s)
        self.statuses[span.status_code] += 1

    def merge(self, other: "Window") -> None:
        """Add the requests of *other*."""
        self.requests += other.requests
        self.errors += other.errors
        self.timeouts += other.timeouts
        self.sum_s += other.sum_s
        self.sketch.merge(other.sketch)
        self.statuses.update(other.statuses)


@dataclass(slots=True, kw_only=True)
class EdgeWindow:
    """
    Calls between two operations in an interval.

    Attributes:
        calls: With or without an answer.
        errors: Calls that failed or got no answer.
        duration_s: Sum of the calls' durations as the caller saw them.
        gap_s: Sum of the part of them that the callee's own span does not cover:
            network, queue, retries. It is the callee's to explain.
    """

    calls: int = 0
    errors: int = 0
    duration_s: float = 0.0
    gap_s: float = 0.0

    def add(self, *, failed: bool, duration_s: float, gap_s: float) -> None:
        """Count one call."""
        self.calls += 1
        self.errors += failed
        self.duration_s += duration_s
        self.gap_s += gap_s

    def merge(self, other: "EdgeWindow") -> None:
        """Add the calls of *other*."""
        self.calls += other.calls
        self.errors += other.errors
        self.duration_s += other.duration_s
        self.gap_s += other.gap_s


def is_request(span: SpanRecord) -> bool:
    """Tell whether *span* is a request that its service answered."""
    if span.kind in ("server", "consumer"):
        return True
    return not span.parent and span.kind != "client"


def got_no_answer(span: SpanRecord) -> bool:
    """Tell whether *span* is a call that ended without any answer."""
    return span.kind == "client" and span.error and not span.status_code

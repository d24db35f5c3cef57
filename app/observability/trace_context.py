"""W3C trace context: who called, and what to tell whom we call."""

from contextvars import ContextVar
from dataclasses import dataclass
from random import getrandbits
from typing import Any

_HEX = frozenset("0123456789abcdef")
_NO_TRACE = "0" * 32
_NO_SPAN = "0" * 16


@dataclass(slots=True)
class Trace:
    """
    Where this request stands in its trace.

    Attributes:
        parent_id: Span of the caller, 16 hex digits; "" at the root.
        state: The tracestate header, passed on as it came.
        span: The SDK's span, when tracing is on.
    """

    trace_id: str
    span_id: str
    parent_id: str = ""
    sampled: bool = False
    state: str = ""
    span: Any = None

    def traceparent(self) -> str:
        """Return the header for a call made within this request."""
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def parse(header: str) -> tuple[str, str, bool] | None:
    """
    Return trace id, span id and the sampled flag of a traceparent header.

    Returns None where the header is missing or malformed, as the recommendation has
    it (https://www.w3.org/TR/trace-context/, section 3.2).
    """
    if len(header) < 55 or header[2] != "-" or header[35] != "-" or header[52] != "-":
        return None
    version, trace_id = header[:2], header[3:35]
    span_id, flags = header[36:52], header[53:55]
    if version == "ff" or not _HEX.issuperset(version + trace_id + span_id + flags):
        return None
    # A later version may add fields; this one may not.
    if len(header) > 55 and (version == "00" or header[55] != "-"):
        return None
    if trace_id == _NO_TRACE or span_id == _NO_SPAN:
        return None
    return trace_id, span_id, bool(int(flags, 16) & 1)


def new_trace_id() -> str:
    """Return a random trace id."""
    return f"{getrandbits(128) or 1:032x}"


def new_span_id() -> str:
    """Return a random span id."""
    return f"{getrandbits(64) or 1:016x}"


def accept(traceparent: str, tracestate: str) -> Trace:
    """Return this request's place in the caller's trace, or in a new one."""
    parent = parse(traceparent) if traceparent else None
    if parent is None:
        return Trace(new_trace_id(), new_span_id())
    trace_id, parent_id, sampled = parent
    return Trace(trace_id, new_span_id(), parent_id, sampled, tracestate)

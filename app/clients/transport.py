"""How a role calls another: the port, and the trace context that goes along."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from app.observability import trace_context


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    """Status and JSON body of an answer; a body that is no JSON object is empty."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """What a problem document says."""
        return str(self.body.get("detail", f"status {self.status}"))


class Transport(Protocol):
    """Sends one request to one role."""

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> PeerAnswer:
        """
        Return the answer, whatever its status.

        Raises:
            PeerUnreachable: When nothing was sent.
            PeerTimeout: When it was sent, and no answer came.
        """
        ...


def outgoing_headers(
    headers: Mapping[str, str] | None, trace: trace_context.Trace | None
) -> dict[str, str]:
    """Return *headers* with the content type and the W3C trace context."""
    result = {"Content-Type": "application/json", **(headers or {})}
    if trace is not None:
        result["traceparent"] = trace.traceparent()
        if trace.state:
            result["tracestate"] = trace.state
    return result


def encode(body: Mapping[str, Any] | None) -> bytes:
    """Return *body* as JSON; nothing for None."""
    return b"" if body is None else orjson.dumps(body)


def decode(status: int, data: bytes) -> PeerAnswer:
    """Return the answer that *data* holds."""
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        return PeerAnswer(status)
    return PeerAnswer(status, body if isinstance(body, dict) else {})

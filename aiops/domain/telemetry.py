"""What the engine takes in: spans and log lines, already redacted and bounded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SpanKind(StrEnum):
    """Which side of a call a span shows, by OpenTelemetry's names."""

    INTERNAL = "internal"
    SERVER = "server"
    CLIENT = "client"
    PRODUCER = "producer"
    CONSUMER = "consumer"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanRecord:
    """
    One finished span.

    Attributes:
        trace: 32 hex digits.
        span: 16 hex digits.
        parent: Span id of the caller; empty for a root span.
        operation: The span's name, such as ``POST /checkout``.
        start_s: Seconds since the epoch.
        duration_s: Seconds; never below 0.
        error: Whether its status says so, or its HTTP status is 500 or above.
        status_code: Of HTTP; 0 where there is none.
        message: Error message, redacted; empty where there is none.
        stack: Stack trace of the exception, redacted; empty where there is none.
        attributes: A bounded number of short texts, redacted.
    """

    trace: str
    span: str
    parent: str
    service: str
    operation: str
    kind: SpanKind
    start_s: float
    duration_s: float
    error: bool = False
    status_code: int = 0
    message: str = ""
    stack: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def end_s(self) -> float:
        """When the span ended, in seconds since the epoch."""
        return self.start_s + self.duration_s


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """
    One log record.

    Attributes:
        trace: 32 hex digits; empty where it belongs to no trace.
        span: 16 hex digits, or empty.
        time_s: Seconds since the epoch.
        severity: OpenTelemetry's number, 1..24; 17 and above are errors.
        body: The line, redacted and bounded.
    """

    trace: str
    span: str
    service: str
    time_s: float
    severity: int
    body: str

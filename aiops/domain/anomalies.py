"""What the detectors say: a signal of an operation is not as usual."""

from dataclasses import dataclass
from enum import StrEnum


class Signal(StrEnum):
    """What is watched of each operation."""

    LATENCY = "latency"
    ERRORS = "errors"
    TIMEOUTS = "timeouts"
    TRAFFIC = "traffic"
    SATURATION = "saturation"


class Severity(StrEnum):
    """How bad it is, by the words of the incident."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """
    One signal of one operation that stands out, from its first to its last window.

    Attributes:
        service, operation: Whose signal; the operation is empty for a whole service.
        started_s: Start of the first window that stood out, seconds since the epoch.
        seen_s: End of the latest window that stood out.
        ended_s: When it was over; None while it goes on.
        value, expected: In *unit*, of the worst window.
        deviation: Value by expected; above 1 for more than expected.
        score: 0..1, how far outside of all that is usual.
        samples: Requests that the worst value was made of.
        reason: For people, with values and units.
    """

    service: str
    operation: str
    signal: Signal
    severity: Severity
    started_s: float
    seen_s: float
    ended_s: float | None
    value: float
    expected: float
    unit: str
    deviation: float
    score: float
    samples: int
    reason: str

    @property
    def key(self) -> tuple[str, str, Signal, float]:
        """What identifies it: the same signal may stand out again later."""
        return (self.service, self.operation, self.signal, self.started_s)

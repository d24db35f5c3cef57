"""From when to when telemetry is of any use."""

from dataclasses import dataclass

from aiops.adapters.otlp import limits
from aiops.adapters.otlp.decoded import Unusable


@dataclass(frozen=True, slots=True)
class Period:
    """
    Times that are accepted.

    Attributes:
        begin_s, end_s: Seconds since the epoch.
    """

    begin_s: float
    end_s: float

    def checked_s(self, nanoseconds: int) -> float:
        """
        Return the time in seconds.

        Raises:
            Unusable: When it lies outside.
        """
        seconds = nanoseconds / 1e9
        if seconds < self.begin_s:
            raise Unusable("older than what is kept")
        if seconds > self.end_s:
            raise Unusable("in the future")
        return seconds


def around(now_s: float, kept_s: float) -> Period:
    """Return what is accepted now, where *kept_s* of raw telemetry are kept."""
    return Period(now_s - kept_s, now_s + limits.FUTURE_S)

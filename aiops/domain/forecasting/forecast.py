"""What is told of a limit ahead."""

import math
from dataclasses import dataclass
from enum import StrEnum

_MINUTE_S, _HOUR_S = 60.0, 3600.0


class Ahead(StrEnum):
    """What a limit is of."""

    LATENCY = "latency"
    ERROR_BUDGET = "error_budget"
    SATURATION = "saturation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """
    A limit that a signal will meet if it goes on like this.

    Attributes:
        service, operation: Whose; the operation is empty for a whole service.
        at_s: When this was found, seconds since the epoch.
        value, limit: Now and then, in *unit*.
        after_s, earliest_s, latest_s: Seconds from *at_s*; the latest may be infinite.
        seasonal: Whether the season's way ahead is part of it.
        what: For people, as the subject of ``reason``.
    """

    service: str
    operation: str
    signal: Ahead
    at_s: float
    value: float
    limit: float
    unit: str
    after_s: float
    earliest_s: float
    latest_s: float
    seasonal: bool
    what: str

    @property
    def reason(self) -> str:
        """One sentence with values and units."""
        late = "later" if math.isinf(self.latest_s) else _duration(self.latest_s)
        return (
            f"{self.what} in about {_duration(self.after_s)} "
            f"(between {_duration(self.earliest_s)} and {late})"
        )


def _duration(seconds: float) -> str:
    if seconds < 2 * _HOUR_S:
        return f"{max(1.0, seconds / _MINUTE_S):.0f} min"
    return f"{seconds / _HOUR_S:.0f} h"

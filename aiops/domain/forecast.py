"""Where a trend leads: when a line through the latest values meets a limit."""

import math
from dataclasses import dataclass

import numpy as np

from aiops.domain.detection.explored import Floats

_ENOUGH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """
    A straight line through values over time.

    Attributes:
        level: Of the line at the last value.
        slope: Per second.
        certainty: The slope by its standard error; infinite for values on a line.
    """

    level: float
    slope: float
    certainty: float

    def seconds_to(self, limit: float) -> float:
        """Return when the line meets *limit*; infinite where it leads away from it."""
        if self.slope == 0 or (limit - self.level) / self.slope < 0:
            return math.inf
        return (limit - self.level) / self.slope


def trend(times_s: Floats, values: Floats) -> Trend | None:
    """
    Fit a line by least squares; None for fewer than a dozen values.

    Neighbouring values are alike, so they count as a third of their number.
    """
    known = ~np.isnan(values)
    times, found = times_s[known], values[known]
    if len(found) < _ENOUGH or np.ptp(times) == 0:
        return None
    away = times - times.mean()
    squares = float(away @ away)
    slope = float(away @ (found - found.mean())) / squares
    rest = found - found.mean() - slope * away
    error = math.sqrt(3 * float(rest @ rest) / (len(found) - 2) / squares)
    scale = abs(slope) * 1e-9
    return Trend(
        level=float(found.mean() + slope * away[-1]),
        slope=slope,
        certainty=abs(slope) / error if error > scale else math.inf,
    )

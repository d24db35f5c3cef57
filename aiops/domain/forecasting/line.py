"""Straight lines through values over time, and how certain they are."""

import math
from dataclasses import dataclass

import numpy as np

from aiops.domain.detection.explored import Floats

# Neighbouring values are alike, so they count as a third of their number.
ALIKE = 3.0
_ENOUGH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    One line per series, around its weighted middle.

    Attributes:
        level: At the latest value.
        slope: Per second.
        middle_s: Mean time of the values, counted from the latest one; negative.
        middle_error, slope_error: Standard errors of the level there, and of the slope.
    """

    level: Floats
    slope: Floats
    middle_s: Floats
    middle_error: Floats
    slope_error: Floats

    def at(self, ahead_s: Floats | float) -> Floats:
        """Return the values of the lines so much later."""
        return np.asarray(self.level + self.slope * ahead_s)

    def error(self, ahead_s: Floats | float) -> Floats:
        """Return the standard error of the lines so much later."""
        away = (ahead_s - self.middle_s) * self.slope_error
        return np.asarray(np.hypot(self.middle_error, away))


def fitted(times_s: Floats, values: Floats) -> Line | None:
    """Fit a line by least squares; None for fewer than a dozen values."""
    known = ~np.isnan(values)
    times, found = times_s[known], values[known]
    if len(found) < _ENOUGH or np.ptp(times) == 0:
        return None
    middle, mean = times.mean(), found.mean()
    away = times - middle
    squares = float(away @ away)
    slope = float(away @ (found - mean)) / squares
    rest = found - mean - slope * away
    variance = ALIKE * float(rest @ rest) / (len(found) - 2)
    return Line(
        level=np.asarray(mean + slope * away[-1]),
        slope=np.asarray(slope),
        middle_s=np.asarray(middle - times[-1]),
        middle_error=np.asarray(math.sqrt(variance / len(found))),
        slope_error=np.asarray(math.sqrt(variance / squares)),
    )

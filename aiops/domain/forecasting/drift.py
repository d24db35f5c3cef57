"""The present line of each series, brought forward point by point."""

import math

import numpy as np

from aiops.domain.baselines.batch import Flags
from aiops.domain.baselines.columns import Columns
from aiops.domain.detection.explored import Floats
from aiops.domain.forecasting.line import ALIKE, Line

_SUMS = ("weight", "squares", "time", "time2", "value", "cross", "value2")
_TINY = 1e-12


class Drift:
    """
    Lines by least squares in which a point counts the less the older it is.

    Times are counted from the latest point, so the sums of a series move by constant
    steps: seven numbers are all that is kept of it.
    """

    def __init__(
        self, series: int, *, memory_s: float, least_points: float = 12.0
    ) -> None:
        """
        Start without a line.

        Args:
            series: How many.
            memory_s: Age at which a point counts a third.
            least_points: Fewer that count are no line.
        """
        self._least_points = least_points
        self.columns = Columns(series, dict.fromkeys(_SUMS, (1, 0.0)))
        self._memory_s = memory_s

    def learn(self, values: Floats, weights: Floats, *, step_s: float) -> None:
        """
        Count one point of each series, *step_s* after the one before.

        Args:
            values: NaN where there is none.
            weights: At least 0.
        """
        sums = {name: self.columns[name] for name in _SUMS}
        keep, known = math.exp(-step_s / self._memory_s), ~np.isnan(values)
        weight = np.where(known, weights, 0.0)
        value = np.where(known, values, 0.0)
        older = sums["time2"] - 2 * step_s * sums["time"] + step_s**2 * sums["weight"]
        moved = {
            "weight": keep * sums["weight"] + weight,
            "squares": keep**2 * sums["squares"] + weight**2,
            "time": keep * (sums["time"] - step_s * sums["weight"]),
            "time2": keep * older,
            "value": keep * sums["value"] + weight * value,
            "cross": keep * (sums["cross"] - step_s * sums["value"]),
            "value2": keep * sums["value2"] + weight * value**2,
        }
        for name, moved_sum in moved.items():
            self.columns[name] = moved_sum

    def forget(self, which: Flags) -> None:
        """Begin anew with *which* series."""
        for name in _SUMS:
            self.columns[name] = np.where(which, 0.0, self.columns[name])

    def line(self) -> Line:
        """Return the lines; NaN where too few points are known."""
        sums = {name: self.columns[name] for name in _SUMS}
        weight = np.maximum(sums["weight"], _TINY)
        points = sums["weight"] ** 2 / np.maximum(sums["squares"], _TINY)
        middle, mean = sums["time"] / weight, sums["value"] / weight
        spread = sums["time2"] / weight - middle**2
        spread = np.where((points >= self._least_points) & (spread > 0), spread, np.nan)
        slope = (sums["cross"] / weight - middle * mean) / spread
        rest = sums["value2"] / weight - mean**2 - slope**2 * spread
        variance = ALIKE * np.maximum(rest, 0.0) / np.maximum(points - 2, 1.0)
        return Line(
            level=mean - slope * middle,
            slope=slope,
            middle_s=middle,
            middle_error=np.sqrt(variance),
            slope_error=np.sqrt(variance / spread),
        )

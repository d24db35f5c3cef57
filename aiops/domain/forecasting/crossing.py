"""When a forecast meets a limit."""

from dataclasses import dataclass

import numpy as np

from aiops.domain.baselines.batch import Flags
from aiops.domain.detection.explored import Floats
from aiops.domain.forecasting.line import Line

# Half of the interval in standard errors.
SIGMAS = 3.0
# The late end of the interval may lie so many times as far away as the horizon.
_LATEST = 2.0
_STEPS = 24
_RISES_STILL = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Seconds until each series meets its limit; infinite where not in sight."""

    after_s: Floats
    earliest_s: Floats
    latest_s: Floats

    def certain(self, horizon_s: float) -> Flags:
        """Return which are in sight, even if the line is as flat as it may be."""
        return np.asarray(
            (self.after_s > 0)
            & (self.after_s <= horizon_s)
            & (self.latest_s <= _LATEST * horizon_s)
        )


def still_rises(line: Line, latest: Line) -> Flags:
    """
    Return which lines are no steps: where one certainly rises, its latest part does.

    Args:
        line: Through all that counts.
        latest: Through the latest part of it.
    """
    rises = line.slope > SIGMAS * line.slope_error
    return np.asarray(~rises | (latest.slope >= _RISES_STILL * line.slope))


def sights(horizon_s: float) -> Floats:
    """Return the times ahead that are looked at."""
    return np.linspace(0.0, _LATEST * horizon_s, _STEPS + 1)


def crossing(line: Line, ahead_s: Floats, season: Floats, limit: Floats) -> Crossing:
    """
    Return when *line* and *season* together reach *limit* from below.

    Args:
        line: One per series.
        ahead_s: Times from now, the first is 0.
        season: What the season adds, by time and series.
        limit: One per series.
    """
    times = ahead_s[:, np.newaxis]
    middle, error = line.at(times) + season, SIGMAS * line.error(times)
    return Crossing(
        after_s=first_above(middle, ahead_s, limit),
        earliest_s=first_above(middle + error, ahead_s, limit),
        latest_s=first_above(middle - error, ahead_s, limit),
    )


def first_above(values: Floats, ahead_s: Floats, limit: Floats) -> Floats:
    """Return when *values*, by time and series, first reach *limit*."""
    above = values >= limit
    place = above.argmax(axis=0)
    before = np.maximum(place - 1, 0)
    series = np.arange(values.shape[1])
    low, high = values[before, series], values[place, series]
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(high > low, (limit - low) / (high - low), 0.0)
    met = ahead_s[before] + np.where(place > 0, part, 0.0) * (
        ahead_s[place] - ahead_s[before]
    )
    return np.where(above.any(axis=0), met, np.inf)

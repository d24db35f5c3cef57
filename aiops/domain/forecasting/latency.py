"""Which operations will be slower than promised, and when."""

from dataclasses import dataclass

import numpy as np

from aiops.domain.baselines.batch import Batch, Flags
from aiops.domain.baselines.columns import Columns
from aiops.domain.detection.explored import Floats
from aiops.domain.detection.season import DailyProfile
from aiops.domain.forecasting.crossing import Crossing, crossing, sights, still_rises
from aiops.domain.forecasting.drift import Drift
from aiops.domain.forecasting.horizon import Horizon

_FEW = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyAhead:
    """
    What one window says of the way ahead, by operation.

    Attributes:
        now: The logarithm of the latency on the line.
        crossing: When it meets what was promised.
        told: Which of that is certain, soon, and has been so for a while.
    """

    now: Floats
    crossing: Crossing
    told: Flags


class LatencyOutlook:
    """
    Level, trend and season of the logarithm of each operation's latency.

    The season is the detector's profile of the day. Where it is known now and ahead,
    the line is drawn through what is left without it, and the season's way ahead is
    added again; until then the line stands alone.
    """

    def __init__(self, series: int, horizon: Horizon) -> None:
        self._horizon = horizon
        self._long = Drift(series, memory_s=horizon.memory_s)
        self._short = Drift(series, memory_s=horizon.memory_s / 3, least_points=5)
        self.columns = Columns(series, {"seasonal": (1, 0.0), "since": (1, np.nan)})

    @property
    def parts(self) -> list[Columns]:
        """The state."""
        return [self._long.columns, self._short.columns, self.columns]

    @property
    def seasonal(self) -> Flags:
        """Of which operations the season is known."""
        return self.columns["seasonal"] > 0

    def look(
        self, batch: Batch, profile: DailyProfile, limits_s: Floats
    ) -> LatencyAhead:
        """
        Count one window, and look ahead.

        Args:
            profile: Of the same logarithm, by time of the day.
            limits_s: What was promised, by operation.
        """
        ahead_s = sights(self._horizon.ahead_s)
        season = profile.at(batch.at_s + ahead_s)
        now, known = season[0], ~np.isnan(season).any(axis=0)
        for drift in (self._long, self._short):
            drift.forget(known != self.seasonal)
            drift.learn(
                batch.log_mean - np.where(known, now, 0.0),
                batch.requests / (batch.requests + _FEW),
                step_s=batch.length_s,
            )
        self.columns["seasonal"] = known.astype(float)
        line, latest = self._long.line(), self._short.line()
        with np.errstate(invalid="ignore"):
            found = crossing(
                line, ahead_s, np.where(known, season, 0.0), np.log(limits_s)
            )
            certain = found.certain(self._horizon.ahead_s) & still_rises(line, latest)
        since = self.columns["since"]
        since = np.where(certain, np.fmin(since, batch.at_s), np.nan)
        self.columns["since"] = since
        return LatencyAhead(
            now=line.level + np.where(known, now, 0.0),
            crossing=found,
            told=certain & (batch.at_s - since >= self._horizon.memory_s / 4),
        )

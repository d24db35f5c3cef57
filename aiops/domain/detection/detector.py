"""Scores the newest point of many series at once."""

from dataclasses import dataclass

import numpy as np

from aiops.domain.detection.explored import ExploredRange, Floats
from aiops.domain.detection.recent import RecentPoints
from aiops.domain.detection.season import DailyProfile

_VIEWS = 4  # value, level, spread, residual


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorSettings:
    """
    How the detector looks at a series; the same for every series.

    Attributes:
        level_points: Points whose mean is the level.
        spread_points: Points whose standard deviation is the spread.
        day_slots: Slots of the daily profile.
        day_rate: Weight of the latest day in the daily profile, 0..1.
        memory_points: Points after which an extreme that does not return is forgotten.
        warmup_points: Points of a view that are learnt from and not scored.
    """

    level_points: int = 12
    spread_points: int = 48
    day_slots: int = 288
    day_rate: float = 0.3
    memory_points: int = 20_000
    warmup_points: int = 100


class Detector:
    """
    Tells for each series how new its latest point is.

    A point is looked at in four ways: its value, the level and the spread of the
    latest points, and the distance from the same time on earlier days. In each way
    the distance beyond all that was seen before counts, and the largest wins.

    Time and memory per point and series are constant.
    """

    def __init__(self, series: int, settings: DetectorSettings | None = None) -> None:
        self.settings = settings or DetectorSettings()
        self._recent = RecentPoints(series, length=self.settings.spread_points)
        self._profile = DailyProfile(
            series, slots=self.settings.day_slots, rate=self.settings.day_rate
        )
        self._range = ExploredRange(
            (_VIEWS, series),
            forget=1 / self.settings.memory_points,
            warmup_points=self.settings.warmup_points,
        )
        self._held = np.full(series, np.nan)

    @property
    def nbytes(self) -> int:
        """Memory of the state of all series, in bytes."""
        parts = (self._recent, self._profile, self._range, self._held)
        return sum(part.nbytes for part in parts)

    def add(
        self, values: Floats, *, at_s: float, resolution: Floats | float = 0.0
    ) -> Floats:
        """
        Score one point of every series and learn from it.

        Args:
            values: One per series, in its own unit; NaN where there is none.
            at_s: Local time of the points, in seconds since any midnight.
            resolution: Smallest difference that matters, in each series' unit.

        Returns:
            Scores in 0..1, one per series: 0 for nothing new, 1/2 for as far outside
            as everything before it was wide; 0 while warming up and for a NaN.
        """
        missing = np.isnan(values)
        self._recent.start(~missing & np.isnan(self._held), values)
        # A gap repeats the last value: it brings nothing new into any view.
        held = np.where(missing, self._held, values)
        self._held = held
        self._recent.add(held)
        views = np.stack(
            (
                held,
                self._recent.mean(self.settings.level_points),
                self._recent.spread(),
                self._profile.residual(held, at_s=at_s),
            )
        )
        novelty = self._range.add(views, resolution=resolution).max(axis=0)
        return np.where(missing, 0.0, novelty / (1.0 + novelty))

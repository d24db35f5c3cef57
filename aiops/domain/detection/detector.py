"""Scores the newest point of many series at once."""

from dataclasses import dataclass

import numpy as np

from aiops.domain.detection.explored import ExploredRange, Flags, Floats
from aiops.domain.detection.recent import RecentPoints
from aiops.domain.detection.season import DAY_S, DailyProfile

_VIEWS = 4  # value, level, spread, residual


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorSettings:
    """
    How the detector looks at a series; the same for every series.

    Attributes:
        level_points: Points whose mean is the level.
        spread_points: Points whose standard deviation is the spread.
        day_s: Length of the day, or of what repeats instead.
        day_slots: Slots of the daily profile.
        day_rate: Weight of the latest day in the daily profile, 0..1.
        memory_points: Points after which an extreme that does not return is forgotten.
        warmup_points: Points of a view that are learnt from and not scored.
    """

    level_points: int = 12
    spread_points: int = 48
    day_s: float = DAY_S
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
            series,
            slots=self.settings.day_slots,
            rate=self.settings.day_rate,
            day_s=self.settings.day_s,
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

    @property
    def ready(self) -> Flags:
        """Which series' values are judged by now."""
        return np.asarray(self._range.ready[0])

    def add(
        self,
        values: Floats,
        *,
        at_s: float,
        resolution: Floats | float = 0.0,
        learn: Flags | bool = True,
    ) -> Floats:
        """
        Score one point of every series and learn from it.

        Args:
            values: One per series, in its own unit; NaN where there is none.
            at_s: Local time of the points, in seconds since any midnight.
            resolution: Smallest difference that matters, in each series' unit.
            learn: Which points count as seen; the others are only judged, so that
                a fault that goes on is news for as long as it lasts.

        Returns:
            Scores in 0..1, one per series: 0 for nothing new, 1/2 for as far outside
            as everything before it was wide; 0 while warming up and for a NaN.
        """
        missing = np.isnan(values)
        self._recent.start(~missing & np.isnan(self._held), values)
        # A gap repeats the last value: it brings nothing new into any view.
        held = np.where(missing, self._held, values)
        kept = np.where(learn | np.isnan(self._held), held, self._held)
        self._held = kept
        self._recent.add(held)
        views = np.stack(
            (
                held,
                self._recent.mean(self.settings.level_points),
                self._recent.spread(),
                self._profile.residual(held, at_s=at_s, counted=kept),
            )
        )
        self._recent.correct(kept)
        explored = self._range.add(views, resolution=resolution, learn=learn)
        novelty = explored.max(axis=0)
        return np.where(missing, 0.0, novelty / (1.0 + novelty))

    @property
    def profile(self) -> DailyProfile:
        """What each series usually shows at a time of the day."""
        return self._profile

    @property
    def clock(self) -> list[int]:
        """What the state has beside its columns; to be saved."""
        return self._profile.clock

    @clock.setter
    def clock(self, at: list[int]) -> None:
        self._profile.clock = at

    @property
    def rows(self) -> int:
        """How many numbers a series has in all."""
        settings = self.settings
        return settings.spread_points + settings.day_slots + 2 + 3 * _VIEWS

    def grow(self, series: int) -> None:
        """Make room for *series* series in all."""
        for part in (self._recent, self._profile, self._range):
            part.grow(series)
        more = series - len(self._held)
        self._held = np.concatenate((self._held, np.full(more, np.nan)))

    def saved(self) -> Floats:
        """Return the state, a column per series."""
        parts = (self._recent.saved(), self._profile.saved(), self._range.saved())
        return np.concatenate((*parts, self._held[np.newaxis]))

    def restore(self, state: Floats) -> None:
        """Take over what ``saved`` returned, for as many series as it has."""
        ring = self.settings.spread_points
        profile = ring + self.settings.day_slots + 1
        self._recent.restore(state[:ring])
        self._profile.restore(state[ring:profile])
        self._range.restore(state[profile:-1])
        self._held[: state.shape[1]] = state[-1]

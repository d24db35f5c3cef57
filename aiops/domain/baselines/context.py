"""How a signal differs with the time of its season and the day of its week."""

import numpy as np

from aiops.domain.baselines.columns import Columns
from aiops.domain.detection.explored import Floats
from aiops.domain.detection.season import DAY_S

_WEEK = 7
# So many earlier seasons of a slot weigh as much as the global baseline does.
_SHRINK = 1.0
_LATEST = 0.3  # weight of the latest season once several were seen


class SeasonalContext:
    """
    Mean differences from the global baseline, by slot of the season and weekday.

    A difference that was seen once counts half, as the global baseline is all that is
    known otherwise; one that returns counts more and more. A slot is taken over when
    it has ended, so it never explains itself.
    """

    def __init__(
        self, series: int, *, season_s: float = DAY_S, slots: int = 48
    ) -> None:
        self._season_s = season_s
        self._slots = slots
        self._at = [-1, -1]  # the present slot and weekday
        self.columns = Columns(
            series,
            {
                "slot": (slots, 0.0),
                "slot_seen": (slots, 0.0),
                "day": (_WEEK, 0.0),
                "day_seen": (_WEEK, 0.0),
                "slot_sum": (1, 0.0),
                "slot_points": (1, 0.0),
                "day_sum": (1, 0.0),
                "day_points": (1, 0.0),
            },
        )

    @property
    def clock(self) -> list[int]:
        """The slot and the weekday that are being learnt; to be saved."""
        return list(self._at)

    @clock.setter
    def clock(self, at: list[int]) -> None:
        self._at = list(at)

    def usual(self, at_s: float) -> Floats:
        """Return the expected difference of each series at the time *at_s*."""
        place = at_s % self._season_s / self._season_s * self._slots - 0.5
        left = int(np.floor(place))
        part = place - left
        return (
            (1 - part) * self._known("slot", left % self._slots)
            + part * self._known("slot", (left + 1) % self._slots)
            + self._known("day", _weekday(at_s))
        )

    def learn(self, differences: Floats, *, at_s: float) -> None:
        """Count *differences* from the global baseline; NaN is passed over."""
        slot = int(at_s % self._season_s * self._slots // self._season_s)
        for number, (name, now) in enumerate((("slot", slot), ("day", _weekday(at_s)))):
            if now != self._at[number]:
                if self._at[number] >= 0:
                    self._take_over(name, self._at[number])
                self._at[number] = now
        known = ~np.isnan(differences)
        value = np.where(known, differences, 0.0)
        self.columns["slot_sum"] += value
        self.columns["slot_points"] += known
        # What the slot explains is not the weekday's.
        self.columns["day_sum"] += np.where(known, value - self._known("slot", slot), 0)
        self.columns["day_points"] += known

    def _known(self, name: str, place: int) -> Floats:
        seen = self.columns.table(f"{name}_seen")[place]
        shrunk = self.columns.table(name)[place] * seen / (seen + _SHRINK)
        return np.asarray(shrunk)

    def _take_over(self, name: str, place: int) -> None:
        points = self.columns[f"{name}_points"]
        known = points > 0
        mean = self.columns[f"{name}_sum"] / np.maximum(points, 1)
        row = self.columns.table(name)[place]
        seen = self.columns.table(f"{name}_seen")[place]
        rate = np.maximum(_LATEST, 1 / (seen + 1))
        row += np.where(known, rate * (mean - row), 0.0)
        seen += known
        self.columns[f"{name}_sum"] = np.zeros_like(points)
        self.columns[f"{name}_points"] = np.zeros_like(points)


def _weekday(at_s: float) -> int:
    return int(at_s // DAY_S) % _WEEK

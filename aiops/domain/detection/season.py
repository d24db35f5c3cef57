"""What each series usually shows at this time of the day."""

import numpy as np
from numpy.typing import NDArray

from aiops.domain.detection.explored import Floats

DAY_S = 86400


class DailyProfile:
    """
    A mean per slot of the day, taken over when the slot has ended.

    A slot's own points never count for their own residual, so a day that goes wrong
    is compared with the days before it, however often it is sampled.
    """

    def __init__(
        self, series: int, *, slots: int, rate: float, day_s: float = DAY_S
    ) -> None:
        """
        Start without a profile.

        Args:
            series: How many series.
            slots: Slots of equal length that a day has.
            rate: Weight of the latest day, 0..1.
            day_s: Length of what is called a day here.
        """
        self._day_s = day_s
        self._profile = np.full((slots, series), np.nan)
        self._sum = np.zeros(series)
        self._points = 0
        self._slot = -1
        # What the slot that ended last was before it did; -1 for none.
        self._earlier = (-1, np.full(series, np.nan))
        self._rate = rate

    @property
    def nbytes(self) -> int:
        """Memory of the state, in bytes."""
        return self._profile.nbytes + self._sum.nbytes

    def residual(
        self, values: Floats, *, at_s: float, counted: Floats | None = None
    ) -> Floats:
        """
        Return how far *values* lie from the same time on the days before.

        Args:
            values: One per series.
            at_s: Local time of the values, in seconds since any midnight.
            counted: What the profile learns in their place.

        Returns:
            Differences in each series' unit; NaN where there is no day before.
        """
        slot = int(at_s % self._day_s * len(self._profile) // self._day_s)
        if slot != self._slot:
            self._take_over()
            self._slot, self._sum, self._points = slot, np.zeros(len(values)), 0
        self._sum += values if counted is None else counted
        self._points += 1
        return np.asarray(values - self._profile[slot])

    def at(self, times_s: Floats) -> Floats:
        """
        Return what is usual at *times_s*, by time and series; NaN where not known.

        Between the middles of slots it changes evenly. The slot that ended last is
        not counted yet: it would explain what goes on.
        """
        slots = len(self._profile)
        place = times_s % self._day_s / self._day_s * slots - 0.5
        left = np.floor(place).astype(int)
        part = (place - left)[:, np.newaxis]
        earlier, later = self._before(left % slots), self._before((left + 1) % slots)
        return np.asarray((1 - part) * earlier + part * later)

    def _before(self, slots: NDArray[np.int_]) -> Floats:
        found, (ended, usual) = self._profile[slots], self._earlier
        if ended >= 0:
            found[slots == ended, : len(usual)] = usual
        return found

    @property
    def clock(self) -> list[int]:
        """The present slot and its points; to be saved."""
        return [self._slot, self._points]

    @clock.setter
    def clock(self, at: list[int]) -> None:
        self._slot, self._points = at

    def grow(self, series: int) -> None:
        """Make room for *series* series in all."""
        known = self.saved()
        self._profile = np.full((len(self._profile), series), np.nan)
        self._sum = np.zeros(series)
        # The part of the present slot that went by without them has no value.
        self._sum[known.shape[1] :] = np.nan if self._points else 0.0
        self.restore(known)

    def saved(self) -> Floats:
        """Return the profile and the present slot's sums, a column per series."""
        return np.concatenate((self._profile, self._sum[np.newaxis]))

    def restore(self, state: Floats) -> None:
        """Take over what ``saved`` returned, for as many series as it has."""
        count = state.shape[1]
        self._profile[:, :count], self._sum[:count] = state[:-1], state[-1]

    def _take_over(self) -> None:
        if not self._points:
            return
        mean = self._sum / self._points
        usual = self._profile[self._slot].copy()
        self._earlier = (self._slot, usual)
        self._profile[self._slot] = np.where(
            np.isnan(usual), mean, usual + self._rate * (mean - usual)
        )

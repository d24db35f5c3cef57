"""What each series usually shows at this time of the day."""

import numpy as np

from aiops.domain.detection.explored import Floats

DAY_S = 86400


class DailyProfile:
    """
    A mean per slot of the day, taken over when the slot has ended.

    A slot's own points never count for their own residual, so a day that goes wrong
    is compared with the days before it, however often it is sampled.
    """

    def __init__(self, series: int, *, slots: int, rate: float) -> None:
        """
        Start without a profile.

        Args:
            series: How many series.
            slots: Slots of equal length that a day has.
            rate: Weight of the latest day, 0..1.
        """
        self._profile = np.full((slots, series), np.nan)
        self._sum = np.zeros(series)
        self._points = 0
        self._slot = -1
        self._rate = rate

    @property
    def nbytes(self) -> int:
        """Memory of the state, in bytes."""
        return self._profile.nbytes + self._sum.nbytes

    def residual(self, values: Floats, *, at_s: float) -> Floats:
        """
        Return how far *values* lie from the same time on the days before.

        Args:
            values: One per series.
            at_s: Local time of the values, in seconds since any midnight.

        Returns:
            Differences in each series' unit; NaN where there is no day before.
        """
        slot = int(at_s % DAY_S * len(self._profile) // DAY_S)
        if slot != self._slot:
            self._take_over()
            self._slot, self._sum, self._points = slot, np.zeros(len(values)), 0
        self._sum += values
        self._points += 1
        return np.asarray(values - self._profile[slot])

    def _take_over(self) -> None:
        if not self._points:
            return
        mean = self._sum / self._points
        usual = self._profile[self._slot]
        self._profile[self._slot] = np.where(
            np.isnan(usual), mean, usual + self._rate * (mean - usual)
        )

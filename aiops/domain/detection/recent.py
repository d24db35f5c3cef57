"""The last points of each series, for means and spreads over them."""

import numpy as np
from numpy.typing import NDArray

from aiops.domain.detection.explored import Floats


class RecentPoints:
    """A ring of the last *length* values of each of *series* series."""

    def __init__(self, series: int, *, length: int) -> None:
        self._ring = np.zeros((length, series))
        self._next = 0

    @property
    def nbytes(self) -> int:
        """Memory of the state, in bytes."""
        return self._ring.nbytes

    def start(self, which: NDArray[np.bool_], values: Floats) -> None:
        """Fill the ring of *which* series as if their *values* had always held."""
        self._ring[:, which] = values[which]

    def add(self, values: Floats) -> None:
        """Put *values*, one per series, in the place of the oldest ones."""
        self._ring[self._next] = values
        self._next = (self._next + 1) % len(self._ring)

    def correct(self, values: Floats) -> None:
        """Put *values* in the place of the ones that were added last."""
        self._ring[self._next - 1] = values

    def mean(self, points: int) -> Floats:
        """Return the mean of the last *points* values, at most the ring's length."""
        length = len(self._ring)
        latest = np.arange(self._next - points, self._next) % length
        return np.asarray(self._ring[latest].mean(axis=0))

    def spread(self) -> Floats:
        """Return the standard deviation of all values of the ring."""
        return np.asarray(self._ring.std(axis=0))

    def grow(self, series: int) -> None:
        """Make room for *series* series in all."""
        grown = np.zeros((len(self._ring), series))
        grown[:, : self._ring.shape[1]] = self._ring
        self._ring = grown

    def saved(self) -> Floats:
        """Return the values, the oldest first, a column per series."""
        return np.roll(self._ring, -self._next, axis=0)

    def restore(self, state: Floats) -> None:
        """Take over what ``saved`` returned, for as many series as it has."""
        self._ring[:, : state.shape[1]] = np.roll(state, self._next, axis=0)

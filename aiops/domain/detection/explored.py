"""How far a value lies outside of everything that its series has shown before."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class ExploredRange:
    """
    The span between the lowest and the highest value of each series, slowly forgotten.

    A value inside the span is no news, however rare it is; one beyond it is, and the
    more so the wider it overshoots. As the span then grows, the same value is news
    once: a fault that lasts does not alarm at every point, and a series that is wild
    by nature has a wide span.
    """

    def __init__(
        self, shape: tuple[int, ...], *, forget: float, warmup_points: int = 1
    ) -> None:
        """
        Start with nothing explored.

        Args:
            shape: Of the arrays of values; each element is a series of its own.
            forget: Share of its distance to the present value that an end of the
                span gives up per point; 1/forget points are its memory.
            warmup_points: So many points of a series are explored and not judged.
        """
        self._low = np.full(shape, np.nan)
        self._high = np.full(shape, np.nan)
        self._points = np.zeros(shape, dtype=np.int64)
        self._forget = forget
        self._warmup_points = warmup_points

    @property
    def nbytes(self) -> int:
        """Memory of the state, in bytes."""
        return self._low.nbytes + self._high.nbytes + self._points.nbytes

    @property
    def ready(self) -> Flags:
        """Which series are judged by now."""
        return np.asarray(self._points >= self._warmup_points)

    def add(
        self,
        values: Floats,
        *,
        resolution: Floats | float = 0.0,
        learn: Flags | bool = True,
    ) -> Floats:
        """
        Return the novelty of *values*, then count them as explored.

        Args:
            values: In each series' own unit; NaN is passed over.
            resolution: Smallest width of a span that is believed, in the same unit.
            learn: Which values count as explored; the others are only judged.

        Returns:
            Distance beyond the span in widths of the span: 0 inside, 1 for as far
            outside as the span is wide, and for any change of a constant series.
        """
        low, high = self._low, self._high
        # Comparisons with NaN are false: an unknown value or span changes nothing.
        beyond = np.maximum(values - high, low - values)
        width = np.maximum(high - low, resolution)
        outside, inside = beyond > 0, beyond <= 0
        novelty = np.zeros(values.shape)
        np.divide(beyond, width, out=novelty, where=outside & (width > 0))
        novelty[outside & (width == 0)] = 1.0
        # An end that the value passes moves to it; otherwise both come a little nearer.
        nearer_low = low + self._forget * (values - low)
        nearer_high = high + self._forget * (values - high)
        lower = np.fmin(values, np.where(inside, nearer_low, low))
        higher = np.fmax(values, np.where(inside, nearer_high, high))
        self._low = np.where(learn, lower, low)
        self._high = np.where(learn, higher, high)
        novelty[~self.ready] = 0.0
        self._points += ~np.isnan(values) & learn
        return novelty

    def grow(self, series: int) -> None:
        """Make room for *series* series in all, along the last axis."""
        for name in ("_low", "_high", "_points"):
            known = getattr(self, name)
            fill = 0 if name == "_points" else np.nan
            grown = np.full((*known.shape[:-1], series), fill, dtype=known.dtype)
            grown[..., : known.shape[-1]] = known
            setattr(self, name, grown)

    def saved(self) -> Floats:
        """Return the state, a column per series."""
        return np.concatenate((self._low, self._high, self._points))

    def restore(self, state: Floats) -> None:
        """Take over what ``saved`` returned, for as many series as it has."""
        low, high, points = np.split(state, 3)
        count = state.shape[-1]
        self._low[..., :count], self._high[..., :count] = low, high
        self._points[..., :count] = points

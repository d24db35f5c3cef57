"""Signals of a service over time, and how much worse than usual they are."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from aiops.domain.detection.explored import Floats


class SignalKind(StrEnum):
    """What a signal measures per request."""

    LATENCY = "latency"
    ERRORS = "errors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """
    One service's signal, a value per interval; the arrays are of equal length.

    Attributes:
        times_s: Start of each interval.
        values: Mean latency in seconds, or failed share of requests in 0..1; NaN
            where there was none.
        requests: Requests in the interval; NaN or 0 where there was none.
    """

    kind: SignalKind
    times_s: Floats
    values: Floats
    requests: Floats

    def between(self, start_s: float, end_s: float, *, interval_s: float) -> "Signal":
        """Return the intervals that end after *start_s* and begin before *end_s*."""
        inside = (self.times_s + interval_s > start_s) & (self.times_s < end_s)
        return self._only(inside)

    def until(self, end_s: float, *, interval_s: float) -> "Signal":
        """Return the intervals that have ended by *end_s*."""
        return self._only(self.times_s + interval_s <= end_s)

    def known(self) -> "Signal":
        """Return the intervals that have a value and requests."""
        return self._only(~np.isnan(self.values) & (np.nan_to_num(self.requests) > 0))

    def _only(self, which: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> "Signal":
        return Signal(
            kind=self.kind,
            times_s=self.times_s[which],
            values=self.values[which],
            requests=self.requests[which],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """
    How much worse than usual a service was.

    Attributes:
        total: Seconds of waiting that were added, or requests that failed beyond the
            usual, over the intervals that stand out.
        sigmas: By how many standard deviations the worst interval stands out.
    """

    total: float
    sigmas: float


# A tenth of the usual latency, and two milliseconds, are no news whatever the spread.
_LEAST_RELATIVE, _LEAST_S = 0.1, 0.002
# A failure in two hundred requests is no news even where there never was one.
_LEAST_ERRORS = 0.005
# A mean over few requests says little: ten of them count half.
_FEW_REQUESTS = 10
_STANDS_OUT = 1.0
# At least so many values of another time make a reference.
_ENOUGH = 10


def excess(normal: Signal | None, before: Signal, during: Signal) -> Excess | None:
    """
    Compare a service's intervals with what is usual.

    Args:
        normal: Of a time without faults, maybe long ago: levels may have moved.
        before: The intervals right before the fault.
        during: The intervals that are judged.

    Returns:
        The excess; None where nothing is known of the service before the fault.
    """
    now, just = during.known(), before.known()
    usual = normal.known().values if normal is not None else np.array([])
    if len(usual) < _ENOUGH:
        usual = np.array([])
    if not len(now.values) or not (len(usual) or len(just.values)):
        return None
    level, sigma = _reference(now, usual, just.values)
    more = now.values - level
    sigmas = more / sigma * np.sqrt(now.requests / (now.requests + _FEW_REQUESTS))
    worse = np.maximum(more, 0.0) * now.requests
    return Excess(
        total=float(worse[sigmas > _STANDS_OUT].sum()), sigmas=float(sigmas.max())
    )


def _reference(now: Signal, usual: Floats, just: Floats) -> tuple[float, Floats]:
    """Return the usual level and each interval's standard deviation."""
    level = float(np.median(just)) if len(just) else float(np.median(usual))
    if now.kind is SignalKind.ERRORS:
        share = max(level, float(usual.mean()) if len(usual) else 0.0) + _LEAST_ERRORS
        return level, np.sqrt(share / now.requests)
    if len(just) and len(usual):
        # The latest level counts, but a dip right before the fault is no reference.
        level = max(level, (level + float(np.median(usual))) / 2)
    spread = 0.0
    if len(usual):
        spread = float(np.percentile(usual, 90) - np.percentile(usual, 50))
    sigma = max(spread, _LEAST_RELATIVE * level, _LEAST_S)
    return level, np.full(len(now.values), sigma)

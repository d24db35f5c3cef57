"""
A latency distribution as counts in logarithmic buckets, which merge by addition.

Source: Masson et al.: DDSketch (VLDB 2019); here with fixed bounds.
"""

import math
from collections.abc import Iterable

# Each bucket is a tenth wider than the one below: a value is known to 5 %.
_GROWTH = 1.1
_LEAST_S = 1e-4
_MOST = 160  # above 400 s it makes no difference
_LOG_GROWTH = math.log(_GROWTH)
_LOG_LEAST = math.log(_LEAST_S)


class LatencySketch:
    """How many requests took how long."""

    __slots__ = ("counts",)

    def __init__(self, counts: dict[int, int] | None = None) -> None:
        self.counts: dict[int, int] = {} if counts is None else counts

    @classmethod
    def of(cls, durations_s: Iterable[float]) -> "LatencySketch":
        """Return the sketch of some durations in seconds."""
        sketch = cls()
        for duration_s in durations_s:
            sketch.add(duration_s)
        return sketch

    @classmethod
    def parse(cls, text: str) -> "LatencySketch":
        """Return what ``str`` wrote."""
        pairs = (pair.partition(":") for pair in text.split())
        return cls({int(bucket): int(count) for bucket, _, count in pairs})

    def __str__(self) -> str:
        return " ".join(f"{bucket}:{n}" for bucket, n in sorted(self.counts.items()))

    def add(self, duration_s: float) -> None:
        """Count one request."""
        bucket = 0
        if duration_s > _LEAST_S:
            bucket = min(
                _MOST, 1 + int((math.log(duration_s) - _LOG_LEAST) / _LOG_GROWTH)
            )
        self.counts[bucket] = self.counts.get(bucket, 0) + 1

    def merge(self, other: "LatencySketch") -> None:
        """Add the requests of *other*."""
        for bucket, count in other.counts.items():
            self.counts[bucket] = self.counts.get(bucket, 0) + count

    @property
    def requests(self) -> int:
        """How many were counted."""
        return sum(self.counts.values())

    def quantile_s(self, share: float) -> float | None:
        """Return the duration that *share* (0..1) of the requests do not exceed."""
        rank = share * (self.requests - 1)
        for bucket, count in sorted(self.counts.items()):
            rank -= count
            if rank < 0:
                return _middle_s(bucket)
        return None

    def log_moments(self) -> tuple[float, float]:
        """Return mean and variance of the natural logarithm of the durations."""
        requests = self.requests
        if not requests:
            return math.nan, math.nan
        mean = sum(n * log_middle(b) for b, n in self.counts.items()) / requests
        squares = sum(n * (log_middle(b) - mean) ** 2 for b, n in self.counts.items())
        return mean, squares / max(requests - 1, 1)


def log_middle(bucket: int) -> float:
    """Return the logarithm of the duration in seconds that stands for *bucket*."""
    return _LOG_LEAST + max(0.0, bucket - 0.5) * _LOG_GROWTH


def _middle_s(bucket: int) -> float:
    return math.exp(log_middle(bucket))

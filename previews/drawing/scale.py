"""Axes: which range, which ticks, where a value lies; pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

_NICE = (1, 2, 2.5, 5, 10)
_NICE_BINARY = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
# Seconds between ticks of a time axis.
_TIME_STEPS_S = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600,
    43200, 86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400,
)  # fmt: skip
_BINARY_UNITS = frozenset({"bytes", "kbytes", "mbytes", "bits", "binBps", "binbps"})


@dataclass(frozen=True, slots=True)
class Scale:
    """
    A line of values from *low* to *high* onto pixels from *start* to *end*.

    Attributes:
        log: Base of a logarithmic scale; 0 for a linear one.
    """

    low: float
    high: float
    start: float
    end: float
    log: float = 0

    def at(self, value: float) -> float:
        """Return the pixel of *value*, no further than the ends."""
        low, high, value = self.low, self.high, min(max(value, self.low), self.high)
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        share = (value - low) / (high - low) if high > low else 0.5
        return self.start + share * (self.end - self.start)


def extent(
    values: Iterable[float], low: float | None, high: float | None
) -> tuple[float, float]:
    """Return the range of an axis: as configured, else what the values need."""
    found = list(values)
    least = min(found, default=0.0) if low is None else low
    most = max(found, default=1.0) if high is None else high
    if least < most:
        return least, most
    # A flat line stands in the middle, or on the floor if the floor is given.
    margin = abs(most) or 1.0
    return (least if low is not None else least - margin / 2, least + margin)


def ticks(low: float, high: float, most: int, unit: str = "short") -> list[float]:
    """Return at most *most* round values that enclose nothing but *low* … *high*."""
    step = nice_step((high - low) / max(1, most), unit)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def widened(
    low: float, high: float, most: int, unit: str, fixed: tuple[bool, bool]
) -> tuple[float, float]:
    """Return the range with the ends that are not *fixed* moved to round values."""
    step = nice_step((high - low) / max(1, most), unit)
    return (
        low if fixed[0] else math.floor(low / step + 1e-9) * step,
        high if fixed[1] else math.ceil(high / step - 1e-9) * step,
    )


def nice_step(wanted: float, unit: str = "short") -> float:
    """Return the next round number from *wanted* on; powers of two for bytes."""
    if wanted <= 0 or not math.isfinite(wanted):
        return 1.0
    if unit in _BINARY_UNITS and wanted >= 1:
        size = 1024.0 ** math.floor(math.log(wanted, 1024) + 1e-9)
        return next(n for n in _NICE_BINARY if n * size >= wanted - 1e-9) * size
    size = 10.0 ** math.floor(math.log10(wanted) + 1e-9)
    return next(n for n in _NICE if n * size >= wanted * (1 - 1e-9)) * size


def log_ticks(low: float, high: float, base: float) -> list[float]:
    """Return the powers of *base* between *low* and *high*."""
    first = math.ceil(math.log(low, base) - 1e-9)
    last = math.floor(math.log(high, base) + 1e-9)
    every = max(1, math.ceil((last - first + 1) / 6))
    return [base**power for power in range(first, last + 1, every)]


def time_ticks(start_s: float, end_s: float, most: int) -> list[tuple[float, str]]:
    """Return round instants of UTC with their labels."""
    wanted = (end_s - start_s) / max(1, most)
    step = next((s for s in _TIME_STEPS_S if s >= wanted), _TIME_STEPS_S[-1])
    first = math.ceil(start_s / step) * step
    count = int((end_s - first) // step) + 1
    times: Sequence[float] = [first + step * number for number in range(count)]
    return [(time, _time_label(time, step)) for time in times]


def _time_label(time_s: float, step_s: float) -> str:
    moment = datetime.fromtimestamp(time_s, UTC)
    if step_s >= 86400:
        return moment.strftime("%d %b")
    if step_s >= 43200 or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.strftime("%d %b %H:%M")
    return moment.strftime("%H:%M" if step_s >= 60 else "%H:%M:%S")

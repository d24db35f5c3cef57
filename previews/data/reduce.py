"""One value of many, by Grafana's names of calculations; pure."""

import math
from collections.abc import Callable, Mapping, Sequence

from previews.data.series import finite


def _last(values: Sequence[float]) -> float:
    return values[-1]


def _delta(values: Sequence[float]) -> float:
    return values[-1] - values[0]


_CALCULATIONS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "last": _last,
    "lastNotNull": _last,
    "first": lambda values: values[0],
    "firstNotNull": lambda values: values[0],
    "mean": lambda values: sum(values) / len(values),
    "min": min,
    "max": max,
    "sum": sum,
    "count": lambda values: float(len(values)),
    "range": lambda values: max(values) - min(values),
    "delta": _delta,
    "diff": _delta,
}
TITLES: Mapping[str, str] = {
    "last": "Last",
    "lastNotNull": "Last *",
    "firstNotNull": "First *",
}


def reduced(values: Sequence[float], how: str = "lastNotNull") -> float:
    """Return *how* of *values*; NaN when there is none, the last one if unknown."""
    usable = finite(values)
    if not usable:
        # An infinite last value is an answer (a ratio without a divisor).
        return values[-1] if values else math.nan
    return _CALCULATIONS.get(how, _last)(usable)


def title(how: str) -> str:
    """Return the heading of a calculation's column."""
    return TITLES.get(how, how.capitalize())

"""Values over time, and their text in the OpenMetrics format."""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from tests.benchmarks.query_cost.series import BEGIN_S, LONGEST_S, Labels, Series

_DAY_S = 86_400
# How much more is asked for at noon than in the mean.
_NOON = 0.8
END = "# EOF\n"


def exposed(series: Series, first_s: int, last_s: int) -> Iterator[str]:
    """Yield the lines of *series* from *first_s* until before *last_s*."""
    start = BEGIN_S + series.place * LONGEST_S
    stop = start + series.share * LONGEST_S
    times = tuple(
        time_s
        for time_s in range(_ceiling(first_s, series.every_s), last_s, series.every_s)
        if start <= time_s < stop
    )
    name = selector(series.name, series.labels)
    for value, time_s in zip(_values(series, times), times, strict=True):
        yield f"{name} {value} {time_s}\n"


def selector(name: str, labels: Labels) -> str:
    """Return a series as it is written before its value."""
    inner = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{inner}}}"


def lines(
    name: str, labels: Labels, points: Iterable[tuple[float, str]]
) -> Iterator[str]:
    """Yield the lines of a series whose points are known, as Prometheus gave them."""
    written = selector(name, labels)
    for time_s, value in points:
        yield f"{written} {value} {time_s}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _values(series: Series, times: Sequence[int]) -> Iterable[int | float]:
    if series.per_s:
        per_s = series.per_s
        return [int(per_s * load) for load in _loads(times)]
    if series.swing:
        level, swing = series.level, series.level * series.swing
        return [round(level + swing * wave, 6) for wave in _waves(times)]
    return [series.level] * len(times)


@lru_cache(maxsize=8)
def _loads(times: Sequence[int]) -> list[float]:
    """Return seconds of the mean load until each time: nights count less than noons."""
    slow = _DAY_S / math.tau
    return [
        (time_s - BEGIN_S) - _NOON * slow * math.sin((time_s - BEGIN_S) / slow)
        for time_s in times
    ]


@lru_cache(maxsize=8)
def _waves(times: Sequence[int]) -> list[float]:
    return [math.sin(math.tau * time_s / _DAY_S) for time_s in times]


def _ceiling(time_s: int, every_s: int) -> int:
    return -(-time_s // every_s) * every_s

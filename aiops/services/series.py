"""A signal over time against what was expected of it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.baselines.wording import UNITS
from aiops.domain.windows.window import OperationKey, Window

MOST_POINTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when to when a series goes, and the length of its windows."""

    start_s: float
    end_s: float
    length_s: float

    @property
    def step_s(self) -> float:
        """Distance of points: a whole number of windows, at most 500 points."""
        windows = (self.end_s - self.start_s) / self.length_s
        return max(1, math.ceil(windows / MOST_POINTS)) * self.length_s


def series(
    windows: Mapping[tuple[float, OperationKey], Window],
    anomalies: Iterable[Anomaly],
    *,
    signal: Signal,
    span: Span,
) -> dict[str, Any]:
    """
    Return the points of *signal*, summed up over the operations of *windows*.

    Args:
        windows: Of one operation, or of all operations of a service.
        anomalies: Of the same.
        span: The time and its resolution.
    """
    step_s = span.step_s
    first = math.floor(span.start_s / step_s) * step_s
    cells: dict[int, list[Window]] = {}
    for (start_s, _), window in windows.items():
        cells.setdefault(int((start_s - first) // step_s), []).append(window)
    marked = [a for a in anomalies if a.signal is signal]
    count = math.ceil((span.end_s - first) / step_s)
    return {
        "unit": UNITS[signal],
        "step_s": step_s,
        "points": [
            _point(first + number * step_s, span, cells.get(number, []), signal, marked)
            for number in range(count)
        ],
    }


def _point(
    at_s: float,
    span: Span,
    windows: list[Window],
    signal: Signal,
    anomalies: Iterable[Anomaly],
) -> list[float | int | None]:
    total, step_s = Window(), span.step_s
    windows_per_step = step_s / span.length_s
    for window in windows:
        total.merge(window)
    anomalous = any(
        a.started_s < at_s + step_s
        and (a.seen_s if a.ended_s is None else a.ended_s) > at_s
        for a in anomalies
    )
    return [
        at_s,
        _value(total, signal, step_s),
        *_usual(windows, signal, windows_per_step),
        int(anomalous),
    ]


def _value(window: Window, signal: Signal, step_s: float) -> float | None:
    if signal is Signal.TRAFFIC:
        return round(window.requests / step_s, 4)
    calls = window.requests + window.timeouts
    if signal is Signal.TIMEOUTS:
        return round(window.timeouts / calls, 4) if calls else None
    if not window.requests:
        return None
    if signal is Signal.ERRORS:
        return round(window.errors / window.requests, 4)
    # What the baseline knows is the typical request, not the mean of all.
    return round(math.exp(window.sketch.log_moments()[0]) * 1000, 2)


def _usual(
    windows: list[Window], signal: Signal, windows_per_step: float
) -> list[float | None]:
    known = [
        (window.usual[signal], window.requests or 1)
        for window in windows
        if signal in window.usual
    ]
    if not known:
        return [None, None, None]
    if signal is Signal.TRAFFIC:  # operations add up, windows do not
        sums = (sum(bounds[n] for bounds, _ in known) for n in range(3))
        return [round(each / windows_per_step, 4) for each in sums]
    weight = sum(requests for _, requests in known)
    return [
        round(sum(bounds[n] * requests for bounds, requests in known) / weight, 4)
        for n in range(3)
    ]

"""Prometheus's and Grafana's durations, and the steps that fit a picture."""

import re

from previews.errors import SettingsError

_UNITS_S = {
    "ms": 0.001,
    "s": 1,
    "m": 60,
    "h": 3600,
    "d": 86400,
    "w": 7 * 86400,
    "y": 365 * 86400,
}
_PART = re.compile(r"([0-9]+)(ms|[smhdwy])")
# Steps that people can read off an axis.
_STEPS_S = (
    1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200,
    10800, 21600, 43200, 86400, 7 * 86400, 30 * 86400,
)  # fmt: skip
# Four scrapes: one may fail and `rate` still has two samples.
_SCRAPES = 4


def seconds(text: str) -> float:
    """
    Return the seconds of a duration such as ``1h30m``.

    Raises:
        SettingsError: When it is none, or zero.
    """
    parts = _PART.findall(text)
    if not parts or "".join(n + unit for n, unit in parts) != text:
        raise SettingsError(f"{text!r} is not a duration; give one such as 15m or 6h")
    total = sum(int(number) * _UNITS_S[unit] for number, unit in parts)
    if total <= 0:
        raise SettingsError(f"{text!r} is no time at all; give one such as 15m or 6h")
    return total


def text(duration_s: float) -> str:
    """Return a duration in the largest unit that divides it."""
    for unit in ("w", "d", "h", "m", "s"):
        if duration_s >= _UNITS_S[unit] and duration_s % _UNITS_S[unit] == 0:
            return f"{int(duration_s // _UNITS_S[unit])}{unit}"
    return f"{round(duration_s * 1000)}ms"


def step_s(range_s: float, points: int, least_s: float) -> float:
    """Return the time between two points: at most *points*, never below *least_s*."""
    wanted = range_s / max(1, points)
    rounded = next((step for step in _STEPS_S if step >= wanted), _STEPS_S[-1])
    return max(rounded, least_s)


def rate_window_s(step: float, scrape_s: float) -> float:
    """Return Grafana's ``$__rate_interval``."""
    return max(step + scrape_s, _SCRAPES * scrape_s)

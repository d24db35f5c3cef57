"""What runs out of memory or processor, now or soon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from aiops.domain.anomalies import Anomaly, Severity, Signal
from aiops.domain.baselines.wording import UNITS
from aiops.domain.detection.explored import Floats
from aiops.domain.forecasting.crossing import Crossing, crossing, sights, still_rises
from aiops.domain.forecasting.forecast import Ahead, Forecast
from aiops.domain.forecasting.line import Line, fitted

_FULL, _LAST = 0.95, 3
# A forecast is told where the limit is at most a quarter of an hour away.
SOON_S = 900.0
_LEAST_LEVEL, _LEAST_RISE = 0.5, 0.05
# A season explains what was seen if so little more is left than a line leaves alone.
_EXPLAINS = 2.0
# An anomaly that was not seen for so long is over.
_OVER_S = 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """
    What a service used of the limit of a resource; the arrays are of equal length.

    Attributes:
        resource: In words, such as ``memory``.
        fills: Whether what was taken stays taken, so that a trend leads to the limit.
        ratios: 1 is the limit.
        earlier_s, earlier: The same one season before, moved by its length: of the
            same time and what is ahead of it; empty where it is not known.
    """

    service: str
    resource: str
    fills: bool
    times_s: Floats
    ratios: Floats
    earlier_s: Floats = field(default_factory=lambda: np.zeros(0))
    earlier: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    usage: Usage
    value: float
    expected: float
    severity: Severity
    reason: str


def saturated(
    usages: Iterable[Usage], ongoing: Sequence[Anomaly], *, now_s: float
) -> list[Anomaly]:
    """
    Return the anomalies of saturation that begin, go on, or end now.

    Args:
        usages: Of the last quarter of an hour or more.
        ongoing: The ones told before that have not ended.
    """
    worst: dict[str, _Finding] = {}
    for usage in usages:
        found = _judged(usage)
        known = worst.get(usage.service)
        if found and (known is None or found.value > known.value):
            worst[usage.service] = found
    before = {a.service: a for a in ongoing if a.signal is Signal.SATURATION}
    told = [
        _anomaly(found, before.get(service), now_s)
        for service, found in sorted(worst.items())
    ]
    return told + [
        _ended(anomaly)
        for service, anomaly in sorted(before.items())
        if service not in worst and now_s - anomaly.seen_s >= _OVER_S
    ]


def running_out(usages: Iterable[Usage], *, now_s: float) -> list[Forecast]:
    """Return what will be at its limit soon, the services by name."""
    found = [(usage, _levels(usage), _ahead(usage)) for usage in usages]
    return sorted(
        (
            Forecast(
                service=usage.service,
                operation="",
                signal=Ahead.SATURATION,
                at_s=now_s,
                value=levels[0],
                limit=1.0,
                unit=UNITS[Signal.SATURATION],
                after_s=float(ahead.crossing.after_s[0]),
                earliest_s=float(ahead.crossing.earliest_s[0]),
                latest_s=float(ahead.crossing.latest_s[0]),
                seasonal=ahead.seasonal,
                what=(
                    f"{usage.service} uses {levels[0]:.0%} of its {usage.resource} "
                    "limit and will reach it"
                ),
            )
            for usage, levels, ahead in found
            if levels and ahead and levels[0] < _FULL
        ),
        key=lambda each: (each.service, each.after_s),
    )


def _judged(usage: Usage) -> _Finding | None:
    levels = _levels(usage)
    if levels is None:
        return None
    now, usual = levels
    words = f"{usage.service} uses {now:.0%} of its {usage.resource} limit"
    if now >= _FULL:
        return _Finding(
            usage=usage,
            value=now,
            expected=usual,
            severity=Severity.HIGH,
            reason=f"{words}, {usual:.0%} before",
        )
    ahead = _ahead(usage)
    # What comes with the season each day is told ahead, and is no fault.
    if ahead is None or now - usual < _LEAST_RISE:
        return None
    left_min = max(float(ahead.crossing.after_s[0]), 1) / 60
    return _Finding(
        usage=usage,
        value=now,
        expected=usual,
        severity=Severity.MEDIUM,
        reason=f"{words}; at this rate it is reached in {left_min:.0f} min",
    )


def _levels(usage: Usage) -> tuple[float, float] | None:
    """Return the level of now and the one before, if there are values enough."""
    known = usage.ratios[~np.isnan(usage.ratios)]
    if len(known) < _LAST:
        return None
    before = known[: max(_LAST, len(known) // 3)]
    return float(np.median(known[-_LAST:])), float(np.median(before))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ahead:
    crossing: Crossing
    seasonal: bool


def _ahead(usage: Usage) -> _Ahead | None:
    """Return when the limit is met, if that is certain and soon."""
    levels = _levels(usage)
    if not usage.fills or levels is None or levels[0] < _LEAST_LEVEL:
        return None
    line, season = _line(usage)
    if line is None:
        return None
    latest = _line(_latest(usage), season=season is not None)[0]
    if latest is None or not still_rises(line, latest):
        return None
    if season is None and levels[0] - levels[1] < _LEAST_RISE:
        return None
    ahead_s = sights(SOON_S)
    added = np.zeros(len(ahead_s)) if season is None else season
    found = crossing(line, ahead_s, added[:, np.newaxis], np.ones(1))
    if not found.certain(SOON_S)[0]:
        return None
    return _Ahead(crossing=found, seasonal=season is not None)


def _line(
    usage: Usage, *, season: bool | None = None
) -> tuple[Line | None, Floats | None]:
    """
    Return the line of *usage*, and the season's way ahead if it is drawn without it.

    Args:
        season: Whether to take it out; None where that depends on what it explains.
    """
    alone = fitted(usage.times_s, usage.ratios)
    if season is False or alone is None or not len(usage.earlier):
        return alone, None
    then = _earlier(usage, usage.times_s)
    left = fitted(usage.times_s, usage.ratios - then)
    ahead = _earlier(usage, usage.times_s[-1] + sights(SOON_S))
    if left is None or np.isnan(ahead).any():
        return alone, None
    if season or left.middle_error <= _EXPLAINS * alone.middle_error:
        return left, ahead
    return alone, None


def _earlier(usage: Usage, times_s: Floats) -> Floats:
    return np.interp(times_s, usage.earlier_s, usage.earlier, left=np.nan, right=np.nan)


def _latest(usage: Usage) -> Usage:
    """Return the last quarter of what is known, at least a dozen values."""
    count = max(12, len(usage.ratios) // 4)
    return replace(usage, times_s=usage.times_s[-count:], ratios=usage.ratios[-count:])


def _anomaly(found: _Finding, before: Anomaly | None, now_s: float) -> Anomaly:
    return Anomaly(
        service=found.usage.service,
        operation="",
        signal=Signal.SATURATION,
        severity=found.severity,
        started_s=before.started_s if before else now_s,
        seen_s=now_s,
        ended_s=None,
        value=found.value,
        expected=found.expected,
        unit=UNITS[Signal.SATURATION],
        deviation=found.value / max(found.expected, 1e-9),
        score=min(1.0, found.value),
        samples=int(np.count_nonzero(~np.isnan(found.usage.ratios))),
        reason=found.reason,
    )


def _ended(anomaly: Anomaly) -> Anomaly:
    return replace(anomaly, ended_s=anomaly.seen_s)

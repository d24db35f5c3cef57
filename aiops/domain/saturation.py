"""What runs out of memory or processor, now or soon."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aiops.domain.anomalies import Anomaly, Severity, Signal
from aiops.domain.baselines.wording import UNITS
from aiops.domain.detection.explored import Floats
from aiops.domain.forecast import trend

_FULL, _LAST = 0.95, 3
# A forecast is told where the limit is at most a quarter of an hour away.
_SOON_S = 900.0
_LEAST_LEVEL, _LEAST_RISE = 0.5, 0.05
_CERTAIN = 6.0
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
    """

    service: str
    resource: str
    fills: bool
    times_s: Floats
    ratios: Floats


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


def _judged(usage: Usage) -> _Finding | None:
    known = usage.ratios[~np.isnan(usage.ratios)]
    if len(known) < _LAST:
        return None
    now = float(np.median(known[-_LAST:]))
    usual = float(np.median(known[: max(_LAST, len(known) // 3)]))
    words = f"{usage.service} uses {now:.0%} of its {usage.resource} limit"
    if now >= _FULL:
        return _Finding(
            usage=usage,
            value=now,
            expected=usual,
            severity=Severity.HIGH,
            reason=f"{words}, {usual:.0%} before",
        )
    left_s = _seconds_left(usage, now, usual) if usage.fills else math.inf
    if left_s > _SOON_S:
        return None
    return _Finding(
        usage=usage,
        value=now,
        expected=usual,
        severity=Severity.MEDIUM,
        reason=f"{words}; at this rate it is reached in {max(left_s, 1) / 60:.0f} min",
    )


def _seconds_left(usage: Usage, now: float, usual: float) -> float:
    line = trend(usage.times_s, usage.ratios)
    if line is None or now < _LEAST_LEVEL or now - usual < _LEAST_RISE:
        return math.inf
    return line.seconds_to(1.0) if line.certainty >= _CERTAIN else math.inf


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

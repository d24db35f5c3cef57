"""How well an operation or a service is, 0 to 100, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.windows.window import Window

_HEALTHY, _DEGRADED = 90.0, 60.0
# Half of the requests failing leaves a quarter of the health.
_FAILING = 1.5
# Some failures are usual; below it they cost nothing.
_USUAL_SHARE = 0.005
# A service is at most so much better than the worst of its busy operations.
_WORST = 30.0
_BUSY_SHARE = 0.02
_LATENCY, _TRAFFIC, _SATURATION = 0.2, 0.5, 0.3


class Status(StrEnum):
    """The score in a word."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    UNHEALTHY = "unhealthy"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """
    How well something is.

    Attributes:
        score: 0..100, one decimal.
        reasons: Sentences, the worst first; empty where all is well.
    """

    score: float
    status: Status
    reasons: tuple[str, ...] = ()


def health_of(window: Window, anomalies: Iterable[Anomaly]) -> Health:
    """
    Return the health of an operation.

    What fails counts whether it is usual or not, for users do not get used to it;
    latency, traffic and saturation count while they are not as usual.

    Args:
        window: The last minute.
        anomalies: Those of the operation that go on.
    """
    anomalies = list(anomalies)
    calls = window.requests + window.timeouts
    if not calls and not anomalies:
        return Health(score=100.0, status=Status.UNKNOWN, reasons=("no requests",))
    lost: list[tuple[float, str]] = []
    for share, words in (
        (window.errors / max(window.requests, 1), "of requests fail"),
        (window.timeouts / max(calls, 1), "of calls get no answer"),
    ):
        if share > _USUAL_SHARE:
            lost.append((min(1.0, _FAILING * share), f"{share:.1%} {words}"))
    lost += [(_cost(a), a.reason) for a in anomalies if _cost(a) > 0]
    return _health(lost)


def health_of_service(operations: Sequence[tuple[int, Health]]) -> Health:
    """
    Return the health of a service.

    Args:
        operations: Requests and health of each of its operations.
    """
    known = [(n, h) for n, h in operations if h.status is not Status.UNKNOWN]
    if not known:
        return Health(score=100.0, status=Status.UNKNOWN, reasons=("no requests",))
    requests = sum(n for n, _ in known)
    mean = sum((n or 1) * h.score for n, h in known) / sum(n or 1 for n, _ in known)
    busy = [
        h.score for n, h in known if n >= _BUSY_SHARE * requests or h.score < _DEGRADED
    ]
    score = round(min(mean, min(busy, default=mean) + _WORST), 1)
    ill = sorted((h for _, h in known), key=lambda h: h.score)
    reasons = dict.fromkeys(reason for h in ill for reason in h.reasons)
    return Health(score=score, status=status_of(score), reasons=tuple(reasons)[:5])


def status_of(score: float) -> Status:
    """Return the word for *score*."""
    if score >= _HEALTHY:
        return Status.HEALTHY
    return Status.DEGRADED if score >= _DEGRADED else Status.UNHEALTHY


def _cost(anomaly: Anomaly) -> float:
    """Return the share of the health that an anomaly costs, beside its failures."""
    if anomaly.signal is Signal.LATENCY:
        return 1 - 1 / (1 + _LATENCY * max(0.0, anomaly.deviation - 1))
    if anomaly.signal is Signal.TRAFFIC:
        return _TRAFFIC * max(0.0, 1 - anomaly.deviation)
    return _SATURATION if anomaly.signal is Signal.SATURATION else 0.0


def _health(lost: list[tuple[float, str]]) -> Health:
    left = 1.0
    for share, _ in lost:
        left *= 1 - share
    score = round(100 * left, 1)
    order = sorted(lost, key=lambda item: -item[0])
    return Health(
        score=score, status=status_of(score), reasons=tuple(text for _, text in order)
    )

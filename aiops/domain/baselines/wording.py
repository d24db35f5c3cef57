"""How bad an anomaly is, and how it is told."""

from aiops.domain.anomalies import Severity, Signal

_CRITICAL_SHARE, _HIGH_SHARE = 0.5, 0.2
_HIGH_TIMES = 5.0
_GONE = 0.1

UNITS = {
    Signal.LATENCY: "ms",
    Signal.ERRORS: "ratio",
    Signal.TIMEOUTS: "ratio",
    Signal.TRAFFIC: "requests/s",
    Signal.SATURATION: "ratio",
}


def severity_of(signal: Signal, value: float, expected: float) -> Severity:
    """Return how bad *value* is: by the share that fails, or by how many times."""
    if signal in (Signal.ERRORS, Signal.TIMEOUTS):
        if value > _CRITICAL_SHARE:
            return Severity.CRITICAL
        return Severity.HIGH if value > _HIGH_SHARE else Severity.MEDIUM
    if signal is Signal.LATENCY and value > _HIGH_TIMES * expected:
        return Severity.HIGH
    if signal is Signal.TRAFFIC and value < _GONE * expected:
        return Severity.HIGH
    return Severity.MEDIUM


def reason_of(
    signal: Signal, name: str, value: float, expected: float, samples: int
) -> str:
    """Return one sentence with values and units."""
    if signal is Signal.LATENCY:
        return (
            f"{name} takes {value:.0f} ms, usually {expected:.0f} ms "
            f"({value / max(expected, 1e-9):.1f}x), {samples} requests"
        )
    if signal is Signal.ERRORS:
        return (
            f"{name} fails for {value:.0%} of {samples} requests, usually "
            f"{expected:.1%}"
        )
    if signal is Signal.TIMEOUTS:
        return f"{name} does not answer {value:.0%} of {samples} calls"
    if signal is Signal.TRAFFIC:
        return (
            f"{name} has {value:.2g} requests/s where {expected:.2g} are usual at "
            "this time"
        )
    return f"{name} uses {value:.0%} of its limit, usually {expected:.0%}"

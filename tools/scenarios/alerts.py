"""When Prometheus's alert for the same fault was pending and firing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.alerts import Alert
from tools.evidence.prometheus import Point, Prometheus

_STEP_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTimes:
    """Seconds from the fault; None where it did not come to that."""

    alert: Alert
    pending_s: float | None
    firing_s: float | None


def alert_times(
    prometheus: Prometheus, alert: Alert, begin_s: float, end_s: float
) -> AlertTimes:
    """Return when *alert* was pending and firing between the two."""
    history = prometheus.history(
        f'ALERTS{{alertname="{alert.value}"}}', begin_s, end_s, _STEP_S
    )
    return AlertTimes(
        alert=alert,
        pending_s=_first(history, begin_s, "pending", "firing"),
        firing_s=_first(history, begin_s, "firing"),
    )


def is_firing(prometheus: Prometheus, alert: Alert) -> bool:
    """Return whether an instance of *alert* fires now."""
    return any(each["state"] == "firing" for each in prometheus.alerts(alert.value))


def _first(
    history: Mapping[str, Sequence[Point]], begin_s: float, *states: str
) -> float | None:
    """Return when a series in one of *states* begins."""
    times = [
        at - begin_s
        for labels, points in history.items()
        for at, _ in points[:1]
        if any(f"alertstate={state}" in labels.split(", ") for state in states)
    ]
    return min(times, default=None)

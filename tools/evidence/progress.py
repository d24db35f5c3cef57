"""How far a scenario has come, decided from what was observed and nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class AlertState(StrEnum):
    """An alert's state in Prometheus; over several instances, the furthest."""

    INACTIVE = "inactive"
    PENDING = "pending"
    FIRING = "firing"


class Milestone(StrEnum):
    """What has to happen, in this order."""

    CALM = "calm"
    FAULT = "fault"
    PENDING = "pending"
    FIRING = "firing"
    ACTIVE = "active"
    NOTIFIED = "notified"
    CLEARED = "cleared"
    RESOLVED = "resolved"
    RESOLUTION_NOTIFIED = "resolution-notified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """
    What was seen at one moment; all times are Unix seconds.

    Attributes:
        traffic: Whether Prometheus sees the shop's traffic.
        fault_at: Since when the fault is on; None while it is off.
        state: The alert's in Prometheus.
        active_since: When it became pending, by Prometheus's own account.
        active: Whether Alertmanager holds it, and would notify.
        notified_at: When the receiver got the alert for the first time.
        resolution_at: When it had got the end of all that it was told of.
        value: The signal that the alert is about.
    """

    at: float
    traffic: bool = False
    fault_at: float | None = None
    state: AlertState = AlertState.INACTIVE
    active_since: float | None = None
    active: bool = False
    notified_at: float | None = None
    resolution_at: float | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """
    Where a scenario stands.

    Attributes:
        reached: Unix time of each milestone.
        awaited: The next one; None when all are reached.
        since: Unix time since when it is awaited.
    """

    reached: Mapping[Milestone, float]
    awaited: Milestone | None
    since: float


def decide(observations: Sequence[Observation]) -> Progress:
    """
    Return how far *observations*, oldest first, have come.

    An alert that falls back before it fires is pending no longer, and one that fires
    again before its end was notified has not resolved.

    Raises:
        ValueError: Without any observation.
    """
    if not observations:
        raise ValueError("nothing was observed; give at least one observation")
    reached: dict[Milestone, float] = {}
    noticed = observations[0].at
    for seen in observations:
        before = len(reached)
        _withdraw(reached, seen)
        for milestone in list(Milestone)[len(reached) :]:
            when = _REACHED[milestone](seen)
            if when is None:
                break
            reached[milestone] = max(when, *reached.values()) if reached else when
        if len(reached) != before:
            noticed = seen.at
    left = list(Milestone)[len(reached) :]
    return Progress(reached=reached, awaited=left[0] if left else None, since=noticed)


def overdue(
    progress: Progress, limits_s: Mapping[Milestone, float], now: float
) -> bool:
    """Return whether the awaited milestone has had its time."""
    if progress.awaited is None:
        return False
    return now - progress.since > limits_s[progress.awaited]


def since_fault(reached: Mapping[Milestone, float]) -> dict[Milestone, float]:
    """Return seconds since the fault began, for all that came with or after it."""
    begin = reached.get(Milestone.FAULT)
    if begin is None:
        return {}
    return {m: at - begin for m, at in reached.items() if m is not Milestone.CALM}


def states(observations: Iterable[Observation]) -> list[tuple[float, AlertState]]:
    """Return when the alert's state changed, and to what."""
    changes: list[tuple[float, AlertState]] = []
    for seen in observations:
        if not changes or changes[-1][1] is not seen.state:
            changes.append((seen.at, seen.state))
    return changes


def _withdraw(reached: dict[Milestone, float], seen: Observation) -> None:
    last = next(reversed(reached), None)
    if last is Milestone.PENDING and seen.state is AlertState.INACTIVE:
        del reached[last]
    if last is Milestone.RESOLVED and seen.state is AlertState.FIRING:
        del reached[last]


When = Callable[[Observation], float | None]


def _when(is_so: Callable[[Observation], bool]) -> When:
    return lambda seen: seen.at if is_so(seen) else None


def _pending(seen: Observation) -> float | None:
    if seen.state is AlertState.INACTIVE:
        return None
    return seen.at if seen.active_since is None else seen.active_since


# For each milestone: when it was reached, as far as one observation tells.
_REACHED: Mapping[Milestone, When] = {
    Milestone.CALM: _when(lambda s: s.traffic and s.state is AlertState.INACTIVE),
    Milestone.FAULT: lambda s: s.fault_at,
    Milestone.PENDING: _pending,
    Milestone.FIRING: _when(lambda s: s.state is AlertState.FIRING),
    Milestone.ACTIVE: _when(lambda s: s.active),
    Milestone.NOTIFIED: lambda s: s.notified_at,
    Milestone.CLEARED: _when(lambda s: s.fault_at is None),
    Milestone.RESOLVED: _when(lambda s: s.state is AlertState.INACTIVE),
    Milestone.RESOLUTION_NOTIFIED: lambda s: s.resolution_at,
}

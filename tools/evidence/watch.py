"""Look at everything once a second until a milestone is reached."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tools.evidence.alertmanager import is_active, said_of
from tools.evidence.cases import ENOUGH_TRAFFIC, TRAFFIC, Case, shown
from tools.evidence.errors import Overdue, Unreachable
from tools.evidence.progress import (
    Milestone,
    Observation,
    Progress,
    decide,
    overdue,
)
from tools.evidence.prometheus import active_since, furthest
from tools.evidence.receiver import notified_at, resolution_at
from tools.evidence.stack import Stack

PAUSE_S = 1.0
# A busy machine may miss a look or two; a stack that is gone does not come back.
_BLIND_S = 90.0


class Display(Protocol):
    """Where a run shows how far it is."""

    def show(self, progress: Progress, seen: Observation, limit_s: float) -> None:
        """Show the latest, and how long what is awaited may take."""
        ...

    def note(self, text: str) -> None:
        """Show *text* for good."""
        ...


@dataclass(kw_only=True)
class Watch:
    """
    Observes one alert of a stack.

    Attributes:
        limits_s: How long each milestone may be awaited.
        on_reached: Called once for each milestone.
        fault_at: Since when the fault is on; set by whoever switches it.
        pause_s: Between two looks.
    """

    stack: Stack
    case: Case
    limits_s: dict[Milestone, float]
    display: Display
    on_reached: Callable[[Milestone], None]
    fault_at: float | None = None
    pause_s: float = PAUSE_S
    observations: list[Observation] = field(default_factory=list)
    _told: set[Milestone] = field(default_factory=set)

    def until(self, milestone: Milestone) -> None:
        """
        Observe until *milestone* is reached.

        Raises:
            Overdue: When one up to it takes too long; says what the alert did.
            Unreachable: When the stack has not answered for a while.
        """
        seen_at = time.monotonic()
        while True:
            try:
                self.observations.append(self._look())
                seen_at = time.monotonic()
            except Unreachable:
                if time.monotonic() - seen_at > _BLIND_S:
                    raise
                time.sleep(self.pause_s)
                continue
            progress = decide(self.observations)
            self._tell(progress)
            if milestone in progress.reached:
                return
            if overdue(progress, self.limits_s, time.time()):
                raise Overdue(self._complaint(progress))
            time.sleep(self.pause_s)

    def progress(self) -> Progress | None:
        """Return how far it is; None before the first observation."""
        return decide(self.observations) if self.observations else None

    def _tell(self, progress: Progress) -> None:
        for milestone in progress.reached:
            if milestone not in self._told:
                self._told.add(milestone)
                self.on_reached(milestone)
        limit_s = self.limits_s[progress.awaited] if progress.awaited else 0.0
        self.display.show(progress, self.observations[-1], limit_s)

    def _look(self) -> Observation:
        prometheus, alert = self.stack.prometheus, self.case.alert.value
        alerts = prometheus.alerts(alert)
        # Told before the fault is about an earlier one.
        told = (
            self.stack.receiver.notifications(alert, self._begin) if self._begin else []
        )
        return Observation(
            at=time.time(),
            traffic=(prometheus.value(TRAFFIC) or 0.0) >= ENOUGH_TRAFFIC,
            fault_at=self.fault_at,
            state=furthest(alerts),
            active_since=active_since(alerts),
            active=is_active(self.stack.alertmanager.alerts(alert)),
            notified_at=notified_at(told),
            resolution_at=resolution_at(told),
            value=prometheus.value(self.case.signal),
        )

    @property
    def _begin(self) -> float:
        """When the fault was switched on; 0 before."""
        starts = (seen.fault_at for seen in self.observations if seen.fault_at)
        return next(starts, self.fault_at or 0.0)

    def _complaint(self, progress: Progress) -> str:
        awaited = progress.awaited or Milestone.RESOLUTION_NOTIFIED
        last = self.observations[-1]
        limit_s = self.limits_s[awaited]
        held: Sequence[str] = ()
        if awaited in (Milestone.ACTIVE, Milestone.NOTIFIED):
            held = (said_of(self.stack.alertmanager.alerts(self.case.alert.value)),)
        return "; ".join(
            [
                f"{awaited.value} was not reached within {limit_s:.0f} s",
                f"{self.case.alert.value} is {last.state.value} in Prometheus",
                f"{self.case.signal} is {shown(last.value, self.case)} (it fires"
                f" {self.case.limit})",
                *held,
            ]
        )

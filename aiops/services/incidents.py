"""One round: from what was seen to incidents, and to who has to hear of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aiops.domain.anomalies import Anomaly
from aiops.domain.incidents.correlation import correlate
from aiops.domain.incidents.limits import DEFAULT_LIMITS, Limits
from aiops.domain.incidents.model import Alert, Event, Incident, Maintenance
from aiops.domain.incidents.notices import ESCALATE_AFTER_S, Notice, tell
from aiops.domain.rootcause.graph import CallGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """
    What is known when a round begins.

    Attributes:
        incidents: Open ones, and those that may be reopened.
        anomalies, alerts: What changed of late.
        calls: Caller and callee, of services.
        maintenance: Windows that are not over.
    """

    incidents: Sequence[Incident]
    anomalies: Sequence[Anomaly] = ()
    alerts: Sequence[Alert] = ()
    calls: Iterable[tuple[str, str]] = ()
    maintenance: Sequence[Maintenance] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What a round changed; to be stored in one transaction.

    Attributes:
        incidents: New and changed ones.
        events: New lines of their audit trails.
        notices: What is to be sent.
        undiagnosed: Open ones of which something new was seen.
    """

    incidents: tuple[Incident, ...]
    events: tuple[Event, ...]
    notices: tuple[Notice, ...]
    undiagnosed: tuple[str, ...]


def take_stock(
    situation: Situation,
    now_s: float,
    *,
    limits: Limits = DEFAULT_LIMITS,
    escalate_after_s: float = ESCALATE_AFTER_S,
) -> Outcome:
    """Return what *situation* means for the incidents."""
    done = correlate(
        situation.incidents,
        situation.anomalies,
        situation.alerts,
        CallGraph(situation.calls),
        now_s,
        limits=limits,
    )
    changed = {each.id: each for each in done.incidents}
    still = {each.id: each for each in situation.incidents if each.is_open} | changed
    told = tell(
        list(still.values()),
        situation.maintenance,
        now_s,
        escalate_after_s=escalate_after_s,
    )
    changed |= {each.id: each for each in told.incidents}
    grown = {event.incident for event in done.events}
    return Outcome(
        incidents=tuple(changed.values()),
        events=done.events + told.events,
        notices=told.notices,
        undiagnosed=tuple(
            each.id for each in changed.values() if each.is_open and each.id in grown
        ),
    )

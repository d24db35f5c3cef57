"""Who is told what, and when: once per incident and change of its state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from aiops.domain.incidents.model import (
    ENGINE,
    Event,
    EventKind,
    Incident,
    Maintenance,
    Status,
)

ESCALATE_AFTER_S = 900.0


class NoticeKind(StrEnum):
    """What is told."""

    OPENED = "opened"
    REOPENED = "reopened"
    REMINDER = "reminder"
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """
    Something to be told.

    Attributes:
        dedup_key: The same for two attempts to tell the same.
        escalated: Whether it goes to those who are told second.
    """

    incident: str
    kind: NoticeKind
    dedup_key: str
    escalated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Incidents as they are after somebody is told, and what has to be sent."""

    incidents: tuple[Incident, ...]
    events: tuple[Event, ...]
    notices: tuple[Notice, ...]


def tell(
    incidents: Sequence[Incident],
    maintenance: Collection[Maintenance],
    now_s: float,
    *,
    escalate_after_s: float = ESCALATE_AFTER_S,
) -> Told:
    """
    Say who has to hear of *incidents* now.

    An incident that is active is told once; not while its service is in maintenance
    or it is snoozed, but after that if it still goes on. One that nobody acknowledged
    in time goes to the next level, once. That it is over hears who knew of it.

    Args:
        incidents: Open ones, and those that were resolved just now.
        escalate_after_s: 0 never escalates.
    """
    changed: list[Incident] = []
    events: list[Event] = []
    notices: list[Notice] = []
    for incident in incidents:
        after, kind = _next(incident, maintenance, now_s, escalate_after_s)
        if after != incident:
            changed.append(after)
        if kind is not None:
            notices.append(notice(after, kind, now_s))
        if kind is NoticeKind.ESCALATED:
            text = f"nobody acknowledged it for {escalate_after_s / 60:.0f} min"
            events.append(
                Event(
                    incident=incident.id,
                    time_s=now_s,
                    kind=EventKind.ESCALATED,
                    by=ENGINE,
                    text=text,
                )
            )
    return Told(incidents=tuple(changed), events=tuple(events), notices=tuple(notices))


def notice(incident: Incident, kind: NoticeKind, now_s: float) -> Notice:
    """Return what is to be told of *incident*."""
    when = f"{now_s:.0f}" if kind is NoticeKind.REMINDER else incident.reopened
    return Notice(
        incident=incident.id,
        kind=kind,
        dedup_key=f"{incident.id}|{kind}|{when}",
        escalated=kind is NoticeKind.ESCALATED or incident.escalated_s is not None,
    )


def _next(
    incident: Incident,
    maintenance: Collection[Maintenance],
    now_s: float,
    escalate_after_s: float,
) -> tuple[Incident, NoticeKind | None]:
    if not incident.is_open:
        known = incident.told_s is not None and not incident.merged_into
        return incident, NoticeKind.RESOLVED if known else None
    if incident.status is not Status.ACTIVE or _is_quiet(incident, maintenance, now_s):
        return incident, None
    if incident.snoozed_until_s is not None:
        over = replace(incident, snoozed_until_s=None, told_s=now_s)
        return over, NoticeKind.REMINDER
    if incident.told_s is None:
        kind = NoticeKind.REOPENED if incident.reopened else NoticeKind.OPENED
        return replace(incident, told_s=now_s), kind
    waited_s = now_s - incident.told_s
    if incident.escalated_s is None and 0 < escalate_after_s <= waited_s:
        return replace(incident, escalated_s=now_s), NoticeKind.ESCALATED
    return incident, None


def _is_quiet(
    incident: Incident, maintenance: Collection[Maintenance], now_s: float
) -> bool:
    snoozed = incident.snoozed_until_s is not None and now_s < incident.snoozed_until_s
    return snoozed or any(each.covers(incident.root, now_s) for each in maintenance)

"""What people do with an incident: from active to acknowledged to resolved."""

from dataclasses import replace

from aiops.domain.incidents.errors import Refused
from aiops.domain.incidents.model import Event, EventKind, Incident, Status

# Longer, and it is forgotten; a maintenance window is the place for that.
MAX_SNOOZE_S = 7 * 86_400.0
Step = tuple[Incident, Event]


def acknowledge(incident: Incident, by: str, now_s: float) -> Step:
    """
    Say that somebody works on it: it is not escalated any more.

    Raises:
        Refused: When it is resolved, or acknowledged already.
    """
    _require_open(incident, "acknowledged")
    if incident.status is Status.ACKNOWLEDGED:
        raise Refused(
            f"{incident.id} is acknowledged already, by {incident.acknowledged_by};"
            " assign it to change who works on it"
        )
    changed = replace(
        incident,
        status=Status.ACKNOWLEDGED,
        acknowledged_s=now_s,
        acknowledged_by=by,
        assignee=incident.assignee or by,
        updated_s=now_s,
    )
    return changed, _event(incident, EventKind.ACKNOWLEDGED, by, "", now_s)


def resolve(incident: Incident, by: str, now_s: float, text: str = "") -> Step:
    """
    Say that it is over.

    Raises:
        Refused: When it is resolved already.
    """
    _require_open(incident, "resolved")
    changed = replace(
        incident,
        status=Status.RESOLVED,
        resolved_s=now_s,
        resolved_by=by,
        snoozed_until_s=None,
        updated_s=now_s,
    )
    return changed, _event(incident, EventKind.RESOLVED, by, text, now_s)


def reopen(incident: Incident, by: str, now_s: float, text: str = "") -> Step:
    """
    Say that it is not over.

    Raises:
        Refused: When it is open, or a part of another incident.
    """
    if incident.is_open:
        raise Refused(
            f"{incident.id} is {incident.status}; only a resolved one reopens"
        )
    if incident.merged_into:
        raise Refused(
            f"{incident.id} is a part of {incident.merged_into}; reopen that one"
        )
    changed = replace(
        incident,
        status=Status.ACTIVE,
        resolved_s=None,
        resolved_by="",
        acknowledged_s=None,
        acknowledged_by="",
        escalated_s=None,
        told_s=None,
        reopened=incident.reopened + 1,
        updated_s=now_s,
    )
    return changed, _event(incident, EventKind.REOPENED, by, text, now_s)


def assign(incident: Incident, by: str, now_s: float, assignee: str) -> Step:
    """
    Say who works on it; nobody, where *assignee* is empty.

    Raises:
        Refused: When it is resolved.
    """
    _require_open(incident, "assigned")
    changed = replace(incident, assignee=assignee, updated_s=now_s)
    text = f"to {assignee}" if assignee else "to nobody"
    return changed, _event(incident, EventKind.ASSIGNED, by, text, now_s)


def snooze(incident: Incident, by: str, now_s: float, until_s: float) -> Step:
    """
    Keep it quiet for a while: no escalation, no notification but that it is over.

    Raises:
        Refused: When it is resolved, or *until_s* is past or too far away.
    """
    _require_open(incident, "snoozed")
    if not now_s < until_s <= now_s + MAX_SNOOZE_S:
        raise Refused(
            f"{until_s:.0f} is no time within the next {MAX_SNOOZE_S / 86400:.0f} days"
            f" (now is {now_s:.0f}); give one, in seconds since the epoch"
        )
    changed = replace(incident, snoozed_until_s=until_s, updated_s=now_s)
    text = f"for {(until_s - now_s) / 60:.0f} min"
    return changed, _event(incident, EventKind.SNOOZED, by, text, now_s)


def comment(incident: Incident, by: str, now_s: float, text: str) -> Step:
    """Add what somebody found out; possible at any time."""
    changed = replace(incident, updated_s=now_s)
    return changed, _event(incident, EventKind.COMMENT, by, text, now_s)


def _require_open(incident: Incident, wanted: str) -> None:
    if not incident.is_open:
        raise Refused(
            f"{incident.id} is resolved and cannot be {wanted}; reopen it first"
        )


def _event(
    incident: Incident, kind: EventKind, by: str, text: str, now_s: float
) -> Event:
    return Event(incident=incident.id, time_s=now_s, kind=kind, by=by, text=text)

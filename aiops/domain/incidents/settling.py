"""What every incident goes through at the end of a round."""

from dataclasses import replace

from aiops.domain.incidents.drafts import Draft
from aiops.domain.incidents.limits import Limits
from aiops.domain.incidents.model import ENGINE, EventKind, Incident
from aiops.domain.incidents.quiet import expire, is_over
from aiops.domain.incidents.severity import of_incident, worst


def settle(
    draft: Draft, before: Incident | None, now_s: float, limits: Limits
) -> Incident | None:
    """
    Return the incident as the round leaves it; None when nothing about it changed.

    An incident gets worse at once and better only by ending. One that is over is
    resolved.
    """
    incident = draft.snapshot()
    if incident.is_open:
        incident = _worsened(draft, incident, now_s)
        if is_over(incident, now_s, limits):
            incident = replace(expire(incident, now_s, limits), resolved_by=ENGINE)
            draft.say(EventKind.RESOLVED, "nothing was unusual any more", now_s)
    if incident == before:
        return None
    return replace(incident, updated_s=now_s)


def _worsened(draft: Draft, incident: Incident, now_s: float) -> Incident:
    severity = worst(
        [incident.severity, of_incident(incident.anomalies, incident.alerts)]
    )
    if severity is incident.severity:
        return incident
    draft.say(EventKind.SEVERITY, f"{incident.severity} to {severity}", now_s)
    return replace(incident, severity=severity)

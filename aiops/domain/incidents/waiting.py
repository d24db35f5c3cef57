"""Alerts that nothing measured belongs to: they join by calls, or wait, or open."""

from collections.abc import Sequence

from aiops.domain.incidents.explanation import Explanation
from aiops.domain.incidents.model import Alert
from aiops.domain.incidents.places import Place, explains, of_incident
from aiops.domain.incidents.standing import Standing
from aiops.domain.rootcause.graph import CallGraph
from catalog.alerts import Severity as AlertSeverity
from catalog.services import SERVICES

_OWNERS = {service.name: service.owner for service in SERVICES}
_OPENING = (AlertSeverity.CRITICAL, AlertSeverity.WARNING)


def place_alerts(standing: Standing, places: Sequence[Place], graph: CallGraph) -> None:
    """Let each place join the incident that is near it; open those that waited."""
    left = list(places)
    while joined := [each for each in left if _join(standing, each, graph)]:
        # What joined may be what the next one is near to.
        left = [each for each in left if each not in joined]
    explanation = Explanation(left, graph, standing.limits)
    for source in explanation.sources():
        mine = [each for each in left if explanation.source_of(each) == source]
        if any(_is_due(standing, place) for place in mine):
            signs = [sign for place in mine for sign in place.signs]
            standing.one_fault(source, (), signs)


def _join(standing: Standing, place: Place, graph: CallGraph) -> bool:
    near = [
        (not is_effect, other.service != draft.incident.root, distance_s, number)
        for number, draft in enumerate(standing.open())
        for other in of_incident(draft.snapshot())
        for is_effect in _relation(standing, place, other, graph)
        for distance_s in [abs(other.onset_s - place.onset_s)]
    ]
    if not near:
        return False
    standing.open()[min(near)[3]].join(place.signs, standing.now_s)
    return True


def _relation(
    standing: Standing, place: Place, other: Place, graph: CallGraph
) -> list[bool]:
    """Return [True] where *place* may suffer from *other*, [False] for the reverse."""
    if place.is_of_no_service:
        return [True] if _is_about(place, other, standing) else []
    if other.service in graph.callees(place.service):
        return [True] if explains(other, place, standing.limits) else []
    if place.service in graph.callees(other.service):
        return [False] if explains(place, other, standing.limits) else []
    return []


def _is_about(place: Place, other: Place, standing: Standing) -> bool:
    """Return whether alerts of no service tell of trouble measured at their owner's."""
    owners = {
        sign.labels.get("owner") for sign in place.signs if isinstance(sign, Alert)
    }
    mine = _OWNERS.get(other.service) in owners and not other.only_alerts
    return mine and explains(other, place, standing.limits)


def _is_due(standing: Standing, place: Place) -> bool:
    return any(
        isinstance(sign, Alert)
        and sign.severity in _OPENING
        and sign.ended_s is None
        and standing.now_s - sign.started_s >= standing.limits.alert_wait_s
        for sign in place.signs
    )

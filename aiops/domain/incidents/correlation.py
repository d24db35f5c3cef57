"""From signs to incidents: what belongs together, what is new, what is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from aiops.domain.anomalies import Anomaly
from aiops.domain.incidents.drafts import Draft
from aiops.domain.incidents.explanation import Explanation
from aiops.domain.incidents.limits import DEFAULT_LIMITS, Limits
from aiops.domain.incidents.model import Alert, Event, Incident, Sign
from aiops.domain.incidents.places import (
    Key,
    Place,
    of_incident,
    of_newcomers,
    service_of,
)
from aiops.domain.incidents.settling import settle
from aiops.domain.incidents.standing import Standing
from aiops.domain.incidents.waiting import place_alerts
from aiops.domain.rootcause.graph import CallGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """
    What a round changed.

    Attributes:
        incidents: New and changed ones, with all that was seen of them.
        events: New lines of their audit trails, in order.
    """

    incidents: tuple[Incident, ...]
    events: tuple[Event, ...]


def correlate(
    incidents: Iterable[Incident],
    anomalies: Iterable[Anomaly],
    alerts: Iterable[Alert],
    graph: CallGraph,
    now_s: float,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> Correlation:
    """
    Put every sign into the one incident that it belongs to.

    A sign of a service that an open incident knows joins it. Of the others, those that
    calls and time explain by one source are one fault: they join its incident, or open
    one. An incident whose source turns out to suffer from another's is merged into the
    older one. A fault that was resolved a short while ago is reopened. Alerts without
    any of these wait, and then open an incident too. The same input gives the same
    answer.

    Args:
        incidents: Open ones, and those resolved within ``limits.reopen_s``.
        anomalies: New ones and those that changed since the last round.
        alerts: The same, and those that still wait for an incident.
        graph: Who called whom of late.
        now_s: Seconds since the epoch.
    """
    before = sorted(incidents, key=lambda each: (each.opened_s, each.id))
    standing = Standing([Draft.of(each) for each in before], now_s, limits)
    signs = _in_order([*anomalies, *alerts])
    unknown, back_s = _unknown(standing, signs)
    newcomers = _at_home(standing, unknown)
    measured = [sign for sign in newcomers if isinstance(sign, Anomaly)]
    _place_measured(standing, of_newcomers(measured, limits, back_s), graph)
    # The service may have got an incident by now.
    alone = _at_home(standing, [s for s in newcomers if isinstance(s, Alert)])
    place_alerts(standing, of_newcomers(alone, limits, back_s), graph)
    originals = {each.id: each for each in before}
    changed = [
        settle(draft, originals.get(draft.incident.id), now_s, limits)
        for draft in standing.drafts
    ]
    return Correlation(
        incidents=tuple(each for each in changed if each is not None),
        events=tuple(event for draft in standing.drafts for event in draft.events),
    )


def _in_order(signs: Iterable[Sign]) -> list[Sign]:
    return sorted(
        signs, key=lambda sign: (sign.started_s, service_of(sign), str(sign.key))
    )


def _unknown(
    standing: Standing, signs: Iterable[Sign]
) -> tuple[list[Sign], dict[Key, float]]:
    """
    Return the signs that no incident has; bring the others up to date there.

    What was over when its incident was resolved, and is back, is as good as new. The
    second answer says since when it may be back.
    """
    unknown: list[Sign] = []
    back_s: dict[Key, float] = {}
    for sign in signs:
        owners = [draft for draft in standing.drafts if draft.knows(sign)]
        living = [draft for draft in owners if draft.incident.is_open] or owners
        if all(_is_back(draft, sign) for draft in living):
            unknown.append(sign)
            since_s = [draft.incident.resolved_s or -inf for draft in living]
            back_s |= {sign.key: max(since_s)} if living else {}
            continue
        for draft in living:
            draft.put(sign)
    return unknown, back_s


def _is_back(draft: Draft, sign: Sign) -> bool:
    """Return whether *sign* was over when its incident was resolved, and is no more."""
    if draft.incident.is_open or draft.incident.merged_into or sign.ended_s is not None:
        return False
    return draft.known(sign).ended_s is not None


def _at_home(standing: Standing, signs: Iterable[Sign]) -> list[Sign]:
    """Return the signs of services that no open incident knows; the others join it."""
    left: list[Sign] = []
    joining: dict[str, list[Sign]] = {}
    for sign in signs:
        home = standing.home_of(sign)
        if home is None:
            left.append(sign)
        else:
            joining.setdefault(home.incident.id, []).append(sign)
    for id, mine in joining.items():
        standing.draft(id).join(mine, standing.now_s)
    return left


def _place_measured(
    standing: Standing, newcomers: Sequence[Place], graph: CallGraph
) -> None:
    """Give every new place its source's incident; join incidents of one source."""
    known = [
        place for draft in standing.open() for place in of_incident(draft.snapshot())
    ]
    explanation = Explanation([*known, *newcomers], graph, standing.limits)
    rooted: dict[Place, list[Draft]] = {}
    for place in known:
        draft = standing.draft(place.incident)
        if place.service == draft.incident.root and not place.only_alerts:
            source = explanation.source_of(place)
            rooted.setdefault(source[0], []).append(draft)
    arriving: dict[Place, list[Place]] = {}
    for place in newcomers:
        arriving.setdefault(explanation.source_of(place)[0], []).append(place)
    for source in explanation.sources():
        first = source[0]
        signs = [sign for place in arriving.get(first, ()) for sign in place.signs]
        drafts = rooted.get(first, [])
        if drafts or signs:
            standing.one_fault(source, drafts, signs)

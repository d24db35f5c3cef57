"""How the engine did: pure, from what was seen of its incidents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tools.scenarios.engine import Incident
from tools.scenarios.model import Cause

NOT_NAMED = 0
# The engine, too, takes six calm windows for the end.
_CALM_S = 30.0
# Windows of five seconds begin before what is in them.
_SLACK_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The incidents of the engine as they were at one moment (Unix seconds)."""

    at_s: float
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """
    What the engine said of one fault.

    Attributes:
        incident: Id of the incident that tells of it; empty where none does.
        delay_s: From the fault to the incident; None where it was not told.
        rank: Of the true cause when the fault ended; 0 where it was not named.
        right_s: From the fault until the true cause was first for good; None where
            it was not at the end.
        kind_right: Whether a signal of the expected kind stood out at the cause.
    """

    cause: Cause
    incident: str = ""
    delay_s: float | None = None
    rank: int = NOT_NAMED
    confidence: float = 0.0
    right_s: float | None = None
    kind_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """
    How one scenario went.

    Attributes:
        incidents: How many incidents stood at its end, for all faults.
        wrong: Titles of those that tell of none of the faults.
        resolved_s: From the fault's end until no signal stood out any more.
    """

    told: tuple[Told, ...]
    incidents: int
    wrong: tuple[str, ...]
    resolved_s: float | None = None

    @property
    def extra(self) -> int:
        """Incidents beyond one per fault, wrong ones aside."""
        return max(self.incidents - len(self.wrong) - len(self.told), 0)

    @property
    def passed(self) -> bool:
        """Whether everything was told, once, with the right cause first."""
        right = all(t.rank == 1 and t.kind_right for t in self.told)
        return right and not self.wrong and not self.extra


def score(
    truth: Sequence[Cause],
    before: Sighting,
    seen: Sequence[Sighting],
    *,
    begin_s: float,
    end_s: float,
) -> Score:
    """
    Return how the engine did.

    Args:
        before: The last look before the fault.
        seen: All looks since then, oldest first.
        begin_s, end_s: When the fault began and ended.
    """
    news = new_incidents(before, seen)
    standing = _standing(news, seen)
    during = [s for s in seen if s.at_s <= end_s]
    told = _told(truth, news, standing, during, begin_s)
    mine = {each.incident for each in told}
    wrong = tuple(
        incident.title
        for incident in standing
        if incident.id not in mine
        and not any(rank_in(incident, cause) for cause in truth)
    )
    return Score(
        told=told,
        incidents=len(standing),
        wrong=wrong,
        resolved_s=_calm_s(news, seen, end_s),
    )


def new_incidents(before: Sighting, seen: Sequence[Sighting]) -> dict[str, float]:
    """
    Return when each incident was opened, or reopened, since *before*.

    One of nothing but alerts, of which the first is older, is about an earlier fault.
    """
    known = {each.id: each for each in before.incidents}
    news: dict[str, float] = {}
    for sighting in seen:
        for incident in sighting.incidents:
            if incident.id in news:
                continue
            past = known.get(incident.id)
            fresh = bool(incident.signs) or incident.began_s > before.at_s - _SLACK_S
            if past is None and fresh and incident.opened_s > before.at_s:
                news[incident.id] = incident.opened_s
            elif past is not None and incident.reopened > past.reopened:
                news[incident.id] = sighting.at_s
    return news


def calm(seen: Sighting) -> bool:
    """Return whether nothing has stood out of open incidents for a while."""
    return _calm(seen.incidents, seen.at_s)


def _calm(incidents: Iterable[Incident], at_s: float) -> bool:
    return not any(
        sign.seen_s > at_s - _CALM_S
        for incident in incidents
        if incident.is_open
        for sign in incident.signs
    )


def rank_in(incident: Incident, cause: Cause) -> int:
    """Return the rank of *cause* among the services named; 0 where it is not."""
    services: list[str] = []
    for named in incident.causes:
        if named.service not in services:
            services.append(named.service)
        if named.service in cause.services and _on_route(named.operation, cause.route):
            return services.index(named.service) + 1
    return NOT_NAMED


def _on_route(operation: str, route: str) -> bool:
    """Return whether *operation* ("POST /payment", or empty) is below *route*."""
    path = operation.partition(" ")[2] or operation
    return not route or not path or path.startswith(route)


def _standing(news: Iterable[str], seen: Sequence[Sighting]) -> tuple[Incident, ...]:
    """Return the new incidents as last seen, but for those merged into another."""
    latest = _latest(seen)
    return tuple(latest[id] for id in news if not latest[id].merged)


def _latest(seen: Iterable[Sighting]) -> dict[str, Incident]:
    return {each.id: each for sighting in seen for each in sighting.incidents}


def _told(
    truth: Sequence[Cause],
    news: dict[str, float],
    standing: Sequence[Incident],
    during: Sequence[Sighting],
    begin_s: float,
) -> tuple[Told, ...]:
    """Give each fault the incident that names it best, each incident once."""
    at_end = _latest(during)
    free = [at_end.get(each.id, each) for each in standing]
    found = []
    for cause in truth:
        best = min(
            (each for each in free if _tells(each, cause)),
            key=lambda each: (rank_in(each, cause) or 99, news[each.id]),
            default=None,
        )
        if best is None:
            found.append(Told(cause=cause))
            continue
        free.remove(best)
        began_s = begin_s + cause.at_s
        found.append(
            Told(
                cause=cause,
                incident=best.id,
                delay_s=max(news[best.id] - began_s, 0.0),
                rank=rank_in(best, cause),
                confidence=best.causes[0].confidence if best.causes else 0.0,
                right_s=_right_s(
                    best.id,
                    cause,
                    # What stood there before it was reopened is of an earlier fault.
                    [s for s in during if s.at_s >= news[best.id]],
                    began_s,
                ),
                kind_right=any(
                    sign.service in cause.services and sign.signal in cause.kinds
                    for sign in best.signs
                ),
            )
        )
    return tuple(found)


def _tells(incident: Incident, cause: Cause) -> bool:
    """Return whether *incident* names *cause*, or shows a signal of its service."""
    return bool(rank_in(incident, cause)) or any(
        sign.service in cause.services for sign in incident.signs
    )


def _right_s(
    id: str, cause: Cause, during: Sequence[Sighting], began_s: float
) -> float | None:
    since: float | None = None
    for sighting in during:
        incident = next((i for i in sighting.incidents if i.id == id), None)
        if incident is None or rank_in(incident, cause) != 1:
            since = None
        elif since is None:
            since = sighting.at_s
    return None if since is None else max(since - began_s, 0.0)


def _calm_s(
    news: Iterable[str], seen: Sequence[Sighting], end_s: float
) -> float | None:
    mine = set(news)
    for sighting in seen:
        own = [each for each in sighting.incidents if each.id in mine]
        if sighting.at_s > end_s and own and _calm(own, sighting.at_s):
            return sighting.at_s - end_s
    return None

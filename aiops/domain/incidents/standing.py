"""The incidents of one round, and what can be done with them."""

from collections.abc import Iterable, Sequence

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.incidents.drafts import Draft, describe
from aiops.domain.incidents.limits import Limits
from aiops.domain.incidents.model import (
    ENGINE,
    Alert,
    EventKind,
    Incident,
    Sign,
    Status,
)
from aiops.domain.incidents.places import Place, service_of
from aiops.domain.incidents.severity import ORDER, of_anomaly, of_incident


class Standing:
    """Opens, reopens and merges drafts; the oldest first."""

    def __init__(self, drafts: list[Draft], now_s: float, limits: Limits) -> None:
        self.drafts = drafts
        self.now_s = now_s
        self.limits = limits

    def open(self) -> list[Draft]:
        """Return the drafts that are not resolved."""
        return [draft for draft in self.drafts if draft.incident.is_open]

    def draft(self, id: str) -> Draft:
        """Return the draft of the incident *id*, or of the one it was merged into."""
        found = next(draft for draft in self.drafts if draft.incident.id == id)
        into = found.incident.merged_into
        return self.draft(into) if into else found

    def home_of(self, sign: Sign) -> Draft | None:
        """
        Return the open incident that knows the service of *sign*, if one does.

        Where only its traffic stood out, a failure there may come from elsewhere.
        """
        service = service_of(sign)
        known = [
            draft
            for draft in self._knowing(service, sign.started_s)
            if not _is_failure(sign) or not draft.only_traffic(service)
        ]
        return min(known, key=lambda d: d.incident.root != service, default=None)

    def _knowing(self, service: str, time_s: float) -> list[Draft]:
        earliest_s = time_s - self.limits.window_s
        return [d for d in self.open() if d.last_seen_s(service) >= earliest_s]

    def one_fault(
        self, source: Sequence[Place], drafts: Sequence[Draft], signs: Sequence[Sign]
    ) -> Draft:
        """Make one incident of *drafts* and *signs*, which *source* explains."""
        owners = list(drafts) or self._owners(source)
        if not owners:
            known = self._knowing(source[0].service, source[0].onset_s)
            owners = [d for d in known if d.incident.root == source[0].service][:1]
        past = None if owners else self._past(source[0], signs)
        if past is not None:
            owners.append(past)
        if not owners:
            return self._new(source[0].service, signs)
        survivor, *others = sorted(owners, key=_age)
        if survivor is past:
            self._reopen(past)
        survivor.join(signs, self.now_s)
        for other in others:
            if other is not past:
                self._absorb(survivor, other)
        if drafts:
            self._point(survivor, source)
        return survivor

    def _owners(self, source: Sequence[Place]) -> list[Draft]:
        ids = {place.incident for place in source if place.incident}
        return [self.draft(id) for id in sorted(ids)][:1]

    def _past(self, place: Place, signs: Iterable[Sign]) -> Draft | None:
        """Return the incident that ended a short while ago with the same fault."""
        kinds = {_kind(sign) for sign in signs if service_of(sign) == place.service}
        return next(
            (
                draft
                for draft in reversed(self.drafts)
                if draft.incident.root == place.service
                and not draft.incident.merged_into
                and draft.incident.resolved_s is not None
                and self.now_s - draft.incident.resolved_s <= self.limits.reopen_s
                and kinds & {_kind(sign) for sign in draft.signs_of(place.service)}
            ),
            None,
        )

    def _new(self, root: str, signs: Sequence[Sign]) -> Draft:
        began_s = min(sign.started_s for sign in signs)
        incident = Incident(
            id=self._id(),
            dedup_key=f"{root}|{began_s:.3f}",
            root=root,
            status=Status.ACTIVE,
            severity=of_incident(*_split(signs)),
            began_s=began_s,
            opened_s=self.now_s,
            updated_s=self.now_s,
        )
        draft = Draft.of(incident)
        mine = [sign for sign in signs if service_of(sign) == root]
        worst = max(mine, key=_weight)
        draft.say(EventKind.OPENED, f"{root}: {describe(worst)}", self.now_s)
        for sign in signs:
            if service_of(sign) == root:
                draft.put(sign)
        draft.join([s for s in signs if service_of(s) != root], self.now_s)
        self.drafts.append(draft)
        return draft

    def _id(self) -> str:
        second = int(self.now_s)
        taken = {draft.incident.id for draft in self.drafts}
        number = 1
        while f"INC-{second}-{number}" in taken:
            number += 1
        return f"INC-{second}-{number}"

    def _reopen(self, draft: Draft) -> None:
        incident = draft.incident
        draft.change(
            status=Status.ACTIVE,
            resolved_s=None,
            resolved_by="",
            acknowledged_s=None,
            acknowledged_by="",
            escalated_s=None,
            told_s=None,
            reopened=incident.reopened + 1,
            # What it is now decides, not what it was.
            severity=ORDER[0],
        )
        draft.say(EventKind.REOPENED, "the same fault is back", self.now_s)

    def _absorb(self, survivor: Draft, other: Draft) -> None:
        part, whole = other.incident, survivor.incident
        for sign in other.signs:
            survivor.put(sign)
        other.anomalies.clear()
        other.alerts.clear()
        survivor.change(
            began_s=min(whole.began_s, part.began_s),
            assignee=whole.assignee or part.assignee,
        )
        if part.status is Status.ACKNOWLEDGED and whole.status is Status.ACTIVE:
            survivor.change(
                status=part.status,
                acknowledged_s=part.acknowledged_s,
                acknowledged_by=part.acknowledged_by,
            )
        other.change(
            status=Status.RESOLVED,
            resolved_s=self.now_s,
            resolved_by=ENGINE,
            merged_into=whole.id,
        )
        survivor.say(EventKind.ABSORBED, f"{part.id} is the same fault", self.now_s)
        other.say(EventKind.MERGED, f"part of {whole.id}", self.now_s)

    def _point(self, draft: Draft, source: Sequence[Place]) -> None:
        services = [place.service for place in source]
        if draft.incident.root not in services:
            draft.change(root=services[0])
            draft.say(EventKind.CAUSE, f"it comes from {services[0]}", self.now_s)


def _is_failure(sign: Sign) -> bool:
    return isinstance(sign, Anomaly) and sign.signal is not Signal.TRAFFIC


def _age(draft: Draft) -> tuple[float, str]:
    return (draft.incident.opened_s, draft.incident.id)


def _kind(sign: Sign) -> str:
    return sign.signal if isinstance(sign, Anomaly) else sign.name


def _weight(sign: Sign) -> tuple[int, float, str]:
    if isinstance(sign, Anomaly):
        return (ORDER.index(of_anomaly(sign)), sign.score, sign.operation)
    return (-1, 0.0, sign.name)


def _split(signs: Iterable[Sign]) -> tuple[list[Anomaly], list[Alert]]:
    seen = list(signs)
    anomalies = [sign for sign in seen if isinstance(sign, Anomaly)]
    return anomalies, [sign for sign in seen if isinstance(sign, Alert)]

"""Incidents while a round of the correlation changes them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import inf

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.incidents.model import (
    ENGINE,
    Alert,
    AlertKey,
    AnomalyKey,
    Event,
    EventKind,
    Incident,
    Sign,
)
from aiops.domain.incidents.places import service_of

# A signal that comes and goes is kept with its first and its latest times.
MOST_TIMES = 20
_Topic = tuple[str, str, Signal | str]


@dataclass(slots=True)
class Draft:
    """One incident, what was seen of it, and what is to be told."""

    incident: Incident
    anomalies: dict[AnomalyKey, Anomaly] = field(default_factory=dict)
    alerts: dict[AlertKey, Alert] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @classmethod
    def of(cls, incident: Incident) -> "Draft":
        """Return a draft of what is stored."""
        return cls(
            incident,
            {anomaly.key: anomaly for anomaly in incident.anomalies},
            {alert.key: alert for alert in incident.alerts},
        )

    @property
    def signs(self) -> list[Sign]:
        """All that was seen of it."""
        return [*self.anomalies.values(), *self.alerts.values()]

    def knows(self, sign: Sign) -> bool:
        """Return whether *sign* is part of it already."""
        return sign.key in (
            self.anomalies if isinstance(sign, Anomaly) else self.alerts
        )

    def known(self, sign: Sign) -> Sign:
        """Return *sign* as it was last seen; it has to be part of it."""
        if isinstance(sign, Anomaly):
            return self.anomalies[sign.key]
        return self.alerts[sign.key]

    def put(self, sign: Sign) -> None:
        """Take *sign* in, or replace what was known of it."""
        if isinstance(sign, Anomaly):
            self.anomalies[sign.key] = sign
            self._bound(sign)
        else:
            self.alerts[sign.key] = sign

    def join(self, signs: Iterable[Sign], now_s: float) -> None:
        """Take *signs* in, and tell of those that are new in kind."""
        known = {_topic(sign) for sign in self.signs}
        told: dict[str, list[str]] = {}
        for sign in signs:
            if _topic(sign) not in known:
                told.setdefault(sign.service or "no service", []).append(describe(sign))
            self.put(sign)
        for service, texts in told.items():
            self.say(EventKind.JOINED, f"{service}: {'; '.join(texts)}", now_s)

    def say(self, kind: EventKind, text: str, now_s: float) -> None:
        """Add a line to the audit trail."""
        self.events.append(
            Event(
                incident=self.incident.id, time_s=now_s, kind=kind, by=ENGINE, text=text
            )
        )

    def change(self, **fields: object) -> None:
        """Replace fields of the incident."""
        self.incident = replace(self.incident, **fields)  # type: ignore[arg-type]  # of the caller's choice

    def signs_of(self, service: str) -> list[Sign]:
        """Return what was seen of *service*."""
        return [sign for sign in self.signs if service_of(sign) == service]

    def only_traffic(self, service: str) -> bool:
        """Return whether all that stands out of *service* is its traffic."""
        signals = {a.signal for a in self.anomalies.values() if a.service == service}
        return signals == {Signal.TRAFFIC}

    def last_seen_s(self, service: str) -> float:
        """Return when something was last seen of *service*; minus infinity if never."""
        ends = [
            sign.seen_s if sign.ended_s is None else sign.ended_s
            for sign in self.signs_of(service)
        ]
        return max(ends, default=-inf)

    def snapshot(self) -> Incident:
        """Return the incident with all that was seen of it."""
        return replace(
            self.incident,
            anomalies=tuple(self.anomalies.values()),
            alerts=tuple(self.alerts.values()),
        )

    def _bound(self, sign: Anomaly) -> None:
        times = [key for key in self.anomalies if key[:3] == sign.key[:3]]
        if len(times) > MOST_TIMES:
            del self.anomalies[sorted(times, key=lambda key: key[3])[1]]


def describe(sign: Sign) -> str:
    """Return *sign* in a few words."""
    if isinstance(sign, Anomaly):
        return sign.reason
    return (
        f"alert {sign.name}: {sign.summary}" if sign.summary else f"alert {sign.name}"
    )


def _topic(sign: Sign) -> _Topic:
    if isinstance(sign, Anomaly):
        return (sign.service, sign.operation, sign.signal)
    return (sign.service, sign.operation, sign.name)

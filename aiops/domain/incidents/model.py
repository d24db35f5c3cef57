"""What an incident is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from aiops.domain.anomalies import Anomaly, Severity, Signal
from catalog.alerts import Severity as AlertSeverity

AnomalyKey = tuple[str, str, Signal, float]
AlertKey = tuple[str, float]


class Status(StrEnum):
    """Where an incident is in its life."""

    ACTIVE = "active"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class EventKind(StrEnum):
    """What the audit trail of an incident tells."""

    OPENED = "opened"
    JOINED = "joined"
    CAUSE = "cause"
    SEVERITY = "severity"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    MERGED = "merged"
    ABSORBED = "absorbed"
    COMMENT = "comment"
    ASSIGNED = "assigned"
    SNOOZED = "snoozed"
    ESCALATED = "escalated"
    ACTION = "action"


# Who did it where no person did.
ENGINE = "engine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """
    One alert that Alertmanager sent, as it stands.

    Attributes:
        fingerprint: Alertmanager's id of the label set.
        service, operation: Where the labels say it belongs; empty where they do not.
        started_s: Seconds since the epoch; some time after what it tells of began.
        seen_s: When it was last heard of.
        ended_s: When it was over; None while it fires.
    """

    fingerprint: str
    name: str
    severity: AlertSeverity
    service: str
    operation: str
    started_s: float
    seen_s: float
    ended_s: float | None
    summary: str
    runbook: str = ""
    url: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> AlertKey:
        """What identifies it: the same alert may fire again later."""
        return (self.fingerprint, self.started_s)


# What incidents are made from.
Sign = Anomaly | Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of an incident's audit trail."""

    incident: str
    time_s: float
    kind: EventKind
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """
    One fault and everything that is seen of it.

    Attributes:
        id: ``INC-<unix seconds>-<n>``.
        dedup_key: The same for two attempts to open the same incident.
        root: Service that what is seen comes from, as far as the graph says; the
            name of an alert without a service in angle brackets.
        began_s: When its first sign began.
        opened_s: When it was found.
        resolved_s, resolved_by: Of the last time; None and empty while it is open.
        merged_into: Id of the incident that it turned out to be a part of.
        severity: The worst it has been since it was opened or reopened.
        reopened: How often.
        told_s: When somebody was notified that it is open; None if nobody was yet.
    """

    id: str
    dedup_key: str
    root: str
    status: Status
    severity: Severity
    began_s: float
    opened_s: float
    updated_s: float
    anomalies: tuple[Anomaly, ...] = ()
    alerts: tuple[Alert, ...] = ()
    resolved_s: float | None = None
    resolved_by: str = ""
    merged_into: str = ""
    acknowledged_s: float | None = None
    acknowledged_by: str = ""
    assignee: str = ""
    snoozed_until_s: float | None = None
    reopened: int = 0
    escalated_s: float | None = None
    told_s: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still needs somebody."""
        return self.status is not Status.RESOLVED

    @property
    def signs(self) -> tuple[Sign, ...]:
        """All that was seen of it."""
        return (*self.anomalies, *self.alerts)

    @property
    def services(self) -> list[str]:
        """Every service that something was seen of, by name."""
        named = {sign.service for sign in self.signs}
        return sorted(named - {""})

    @property
    def active_s(self) -> float:
        """When something was last seen of it, in seconds since the epoch."""
        ends = [
            sign.seen_s if sign.ended_s is None else sign.ended_s for sign in self.signs
        ]
        return max(ends, default=self.opened_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A version of a service that was brought out."""

    id: str
    time_s: float
    service: str
    version: str
    by: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """
    A time in which trouble of a service is expected and nobody is called.

    Attributes:
        service: Whose; ``*`` for all.
    """

    id: str
    service: str
    start_s: float
    end_s: float
    by: str
    text: str = ""

    def covers(self, service: str, now_s: float) -> bool:
        """Return whether *service* is maintained at *now_s*."""
        return self.service in (service, "*") and self.start_s <= now_s < self.end_s

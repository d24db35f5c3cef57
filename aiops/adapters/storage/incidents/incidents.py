"""Incidents: found, read with all that was seen of them, and stored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from aiops.adapters.storage.incidents import rows
from aiops.adapters.storage.rows import replace
from aiops.adapters.storage.tables.incidents import (
    alerts,
    incident_anomalies,
    incident_events,
    incident_services,
    incidents,
)
from aiops.domain.anomalies import Severity
from aiops.domain.incidents.model import Event, EventKind, Incident, Status

_OPEN = (Status.ACTIVE.value, Status.ACKNOWLEDGED.value)


def current(
    connection: sa.Connection, now_s: float, *, reopen_s: float, seen_s: float
) -> list[Incident]:
    """
    Return what a round of the correlation needs, locked until the commit.

    Args:
        reopen_s: Resolved ones count so long.
        seen_s: And those that something was seen of so short a time ago.
    """
    going_on = sa.select(incident_anomalies.c.incident).where(
        incident_anomalies.c.seen_s >= now_s - seen_s
    )
    query = (
        sa.select(incidents)
        .where(
            sa.or_(
                incidents.c.status.in_(_OPEN),
                incidents.c.resolved_s >= now_s - reopen_s,
                incidents.c.id.in_(going_on),
            )
        )
        .order_by(incidents.c.id)
        .with_for_update()
    )
    return whole(connection, connection.execute(query).all())


def find(connection: sa.Connection, id: str, *, lock: bool = False) -> Incident | None:
    """Return one incident; locked against other writers until the commit if asked."""
    query = sa.select(incidents).where(incidents.c.id == id)
    found = connection.execute(query.with_for_update() if lock else query).all()
    return next(iter(whole(connection, found)), None)


def count_open(connection: sa.Connection) -> int:
    """Return how many incidents are not resolved."""
    query = (
        sa.select(sa.func.count())
        .select_from(incidents)
        .where(incidents.c.status.in_(_OPEN))
    )
    return connection.execute(query).scalar() or 0


def open_by_state(connection: sa.Connection) -> dict[tuple[str, str], int]:
    """Return how many are not resolved, by severity and status; 0 where none is."""
    columns = incidents.c.severity, incidents.c.status
    query = (
        sa.select(*columns, sa.func.count().label("number"))
        .where(incidents.c.status.in_(_OPEN))
        .group_by(*columns)
    )
    found = {(severity.value, status): 0 for severity in Severity for status in _OPEN}
    for row in connection.execute(query):
        found[row.severity, row.status] = row.number
    return found


def put(connection: sa.Connection, changed: Sequence[Incident]) -> None:
    """Store incidents as they are now, with what was seen of them."""
    replace(connection, incidents, [rows.incident_row(each) for each in changed])
    for each in changed:
        if each.merged_into:
            _clear(connection, each.id)
    replace(
        connection,
        incident_services,
        [
            {"service": s, "incident": each.id}
            for each in changed
            for s in each.services
        ],
    )
    replace(
        connection,
        incident_anomalies,
        [rows.anomaly_row(each.id, a) for each in changed for a in each.anomalies],
    )
    _claim(connection, changed)


def put_one(connection: sa.Connection, changed: Incident) -> None:
    """Store what people changed of one incident."""
    row = rows.incident_row(changed)
    connection.execute(
        sa.update(incidents).where(incidents.c.id == changed.id).values(row)
    )


def add_events(connection: sa.Connection, events: Iterable[Event]) -> None:
    """Add lines to the audit trails, in their order."""
    found = [
        {
            "incident": event.incident,
            "time_s": event.time_s,
            "kind": event.kind.value,
            "by": event.by,
            "text": event.text,
        }
        for event in events
    ]
    if found:
        connection.execute(sa.insert(incident_events), found)


def events_of(
    connection: sa.Connection, incident: str, *, limit: int = 500
) -> list[Event]:
    """Return the audit trail of *incident*, the oldest first."""
    query = (
        sa.select(incident_events)
        .where(incident_events.c.incident == incident)
        .order_by(incident_events.c.seq.desc())
        .limit(limit)
    )
    return [_event(row) for row in connection.execute(query)][::-1]


def events_after(
    connection: sa.Connection, seq: int, *, limit: int
) -> list[tuple[int, Event]]:
    """Return what was added to any audit trail after *seq*."""
    query = (
        sa.select(incident_events)
        .where(incident_events.c.seq > seq)
        .order_by(incident_events.c.seq)
        .limit(limit)
    )
    return [(row.seq, _event(row)) for row in connection.execute(query)]


def last_event(connection: sa.Connection) -> int:
    """Return the number of the newest line; 0 where there is none."""
    query = sa.select(sa.func.max(incident_events.c.seq))
    return connection.execute(query).scalar() or 0


def put_diagnosis(
    connection: sa.Connection, id: str, diagnosis: Any, now_s: float
) -> None:
    """Store what causes the incident *id*."""
    connection.execute(
        sa.update(incidents)
        .where(incidents.c.id == id)
        .values(
            diagnosis=orjson.dumps(diagnosis).decode(),
            diagnosed_s=now_s,
            updated_s=now_s,
        )
    )


def diagnoses(
    connection: sa.Connection, ids: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Return what causes each of *ids*, where that is known."""
    query = sa.select(incidents.c.id, incidents.c.diagnosis).where(
        incidents.c.id.in_(ids), incidents.c.diagnosis != ""
    )
    return {row.id: orjson.loads(row.diagnosis) for row in connection.execute(query)}


def _claim(connection: sa.Connection, changed: Sequence[Incident]) -> None:
    owners = [
        {"_fingerprint": a.fingerprint, "_started": a.started_s, "_incident": each.id}
        for each in changed
        for a in each.alerts
    ]
    if owners:
        connection.execute(
            sa.update(alerts)
            .where(
                alerts.c.fingerprint == sa.bindparam("_fingerprint"),
                alerts.c.started_s == sa.bindparam("_started"),
            )
            .values(incident=sa.bindparam("_incident")),
            owners,
        )


def _clear(connection: sa.Connection, id: str) -> None:
    for table in (incident_anomalies, incident_services):
        connection.execute(sa.delete(table).where(table.c.incident == id))


def whole(connection: sa.Connection, found: Sequence[sa.Row[Any]]) -> list[Incident]:
    """Return the incidents of *found*, with what was seen of them."""
    ids = [row.id for row in found]
    seen = defaultdict(list)
    query = sa.select(incident_anomalies).where(incident_anomalies.c.incident.in_(ids))
    for row in connection.execute(query.order_by(*incident_anomalies.primary_key)):
        seen[row.incident].append(rows.anomaly_of(row))
    told = defaultdict(list)
    query = sa.select(alerts).where(alerts.c.incident.in_(ids))
    for row in connection.execute(query.order_by(*alerts.primary_key)):
        told[row.incident].append(rows.alert_of(row))
    return [rows.incident_of(row, seen[row.id], told[row.id]) for row in found]


def _event(row: sa.Row[Any]) -> Event:
    return Event(
        incident=row.incident,
        time_s=row.time_s,
        kind=EventKind(row.kind),
        by=row.by,
        text=row.text,
    )

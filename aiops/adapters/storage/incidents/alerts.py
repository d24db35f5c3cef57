"""Alerts as Alertmanager sent them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from aiops.adapters.storage.incidents import rows
from aiops.adapters.storage.tables.incidents import alerts
from aiops.domain.incidents.model import Alert

_KEY = ("fingerprint", "started_s")


def put(connection: sa.Connection, found: Sequence[Alert]) -> None:
    """Store alerts as they are now; the incident that one belongs to stays."""
    if not found:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(alerts)
    statement = insert.on_conflict_do_update(
        index_elements=list(_KEY),
        set_={
            column.name: insert.excluded[column.name]
            for column in alerts.columns
            if column.name not in (*_KEY, "incident")
        },
    )
    # One statement may not touch a row twice; the last word counts.
    unique = {alert.key: rows.alert_row(alert) | {"incident": ""} for alert in found}
    connection.execute(statement, list(unique.values()))


def waiting(connection: sa.Connection, *, since_s: float) -> list[Alert]:
    """Return the alerts without an incident that were heard of since then."""
    query = sa.select(alerts).where(alerts.c.incident == "", alerts.c.seen_s >= since_s)
    return [rows.alert_of(row) for row in connection.execute(query)]


def changed(connection: sa.Connection, *, since_s: float) -> list[Alert]:
    """Return the alerts of incidents that were heard of since then."""
    query = sa.select(alerts).where(alerts.c.seen_s >= since_s, alerts.c.incident != "")
    return [rows.alert_of(row) for row in connection.execute(query)]


def newest(
    connection: sa.Connection, *, before: tuple[float, str] | None, limit: int
) -> list[tuple[str, Alert]]:
    """Return alerts with their incidents, the newest first."""
    query = sa.select(alerts)
    if before is not None:
        query = query.where(
            sa.tuple_(alerts.c.started_s, alerts.c.fingerprint)
            < sa.tuple_(*(sa.literal(value) for value in before))
        )
    order = alerts.c.started_s.desc(), alerts.c.fingerprint.desc()
    found = connection.execute(query.order_by(*order).limit(limit))
    return [(row.incident, rows.alert_of(row)) for row in found]

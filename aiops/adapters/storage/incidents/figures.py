"""What the metrics tell of incidents."""

from typing import Any

import orjson
import sqlalchemy as sa

from aiops.adapters.storage.tables.incidents import (
    alerts,
    incident_anomalies,
    incidents,
)
from aiops.domain.incidents.figures import Course, Suspect
from aiops.domain.incidents.model import Status

_OPEN = (Status.ACTIVE.value, Status.ACKNOWLEDGED.value)
# More than that in a day is a storm, whose newest ones say enough.
_MOST = 1000


def opened_since(connection: sa.Connection, since_s: float) -> list[Course]:
    """Return the incidents opened since then, but for what became part of another."""
    c = incidents.c
    query = (
        sa.select(c.severity, c.began_s, c.opened_s, c.acknowledged_s, c.resolved_s)
        .where(c.opened_s >= since_s, c.merged_into == "")
        .order_by(c.opened_s.desc(), c.id.desc())
        .limit(_MOST)
    )
    return [Course(**row._mapping) for row in connection.execute(query)]


def suspects(connection: sa.Connection) -> list[Suspect]:
    """Return what causes each incident that is not resolved."""
    query = (
        sa.select(incidents.c.diagnosis)
        .where(incidents.c.status.in_(_OPEN))
        .limit(_MOST)
    )
    return [_suspect(text) for text in connection.execute(query).scalars()]


def signs(connection: sa.Connection) -> dict[str, int]:
    """Return how many anomalies and alerts the unresolved incidents are made of."""
    unresolved = sa.select(incidents.c.id).where(incidents.c.status.in_(_OPEN))
    return {
        kind: connection.execute(
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.incident.in_(unresolved))
        ).scalar_one()
        for kind, table in (("anomaly", incident_anomalies), ("alert", alerts))
    }


def _suspect(text: str) -> Suspect:
    answer: dict[str, Any] = orjson.loads(text) if text else {}
    causes = answer.get("causes", [])
    if not causes:
        return Suspect(service="")
    return Suspect(
        service=causes[0]["service"],
        confidence=causes[0]["confidence"],
        failing_share=answer.get("failing_share"),
    )

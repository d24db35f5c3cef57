"""What the engine is told of the world: deployments and maintenance."""

from dataclasses import asdict, fields

import sqlalchemy as sa

from aiops.adapters.storage.tables import incidents as tables
from aiops.domain.incidents.model import Deployment, Maintenance

_DEPLOYMENT = [field.name for field in fields(Deployment)]
_MAINTENANCE = [field.name for field in fields(Maintenance)]


def add_deployment(connection: sa.Connection, deployment: Deployment) -> None:
    """Store a deployment."""
    connection.execute(sa.insert(tables.deployments).values(asdict(deployment)))


def deployments(
    connection: sa.Connection, from_s: float, to_s: float, *, limit: int
) -> list[Deployment]:
    """Return the deployments of a time, the newest first."""
    table = tables.deployments
    query = (
        sa.select(table)
        .where(table.c.time_s >= from_s, table.c.time_s < to_s)
        .order_by(table.c.time_s.desc(), table.c.id.desc())
        .limit(limit)
    )
    return [
        Deployment(**{name: getattr(row, name) for name in _DEPLOYMENT})
        for row in connection.execute(query)
    ]


def add_maintenance(connection: sa.Connection, window: Maintenance) -> None:
    """Store a maintenance window."""
    connection.execute(sa.insert(tables.maintenance).values(asdict(window)))


def end_maintenance(connection: sa.Connection, id: str, now_s: float) -> bool:
    """End a maintenance window now; return whether there was one to end."""
    table = tables.maintenance
    changed = connection.execute(
        sa.update(table)
        .where(table.c.id == id, table.c.end_s > now_s)
        .values(end_s=now_s)
    )
    return changed.rowcount > 0


def maintenance(
    connection: sa.Connection, now_s: float, *, limit: int = 200
) -> list[Maintenance]:
    """Return the maintenance windows that are not over, the next to end first."""
    table = tables.maintenance
    query = (
        sa.select(table)
        .where(table.c.end_s > now_s)
        .order_by(table.c.end_s, table.c.id)
        .limit(limit)
    )
    return [
        Maintenance(**{name: getattr(row, name) for name in _MAINTENANCE})
        for row in connection.execute(query)
    ]

"""Removes what was made of the raw data once it is old, too."""

import sqlalchemy as sa

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.leases import confirm
from aiops.adapters.storage.tables import access, analysis, incidents
from aiops.domain.leases import Lease

# The time by which a row is judged. Each has an index, or is first in its key.
EXPIRING = (
    analysis.windows.c.start_s,
    analysis.edges.c.start_s,
    analysis.anomalies.c.seen_s,
    incidents.incident_anomalies.c.seen_s,
    incidents.alerts.c.seen_s,
    incidents.deployments.c.time_s,
    incidents.maintenance.c.end_s,
    access.audit.c.time_s,
)
# What belongs to an incident goes with it.
PARTS = (
    incidents.incident_services.c.incident,
    incidents.incident_anomalies.c.incident,
    incidents.incident_events.c.incident,
    incidents.alerts.c.incident,
    incidents.actions.c.incident,
)
_DONE = ("sent", "given up")
_PIECE = 200


def remove_expired(database: Database, lease: Lease, cutoff_s: float) -> int:
    """Remove rows from before *cutoff_s*; return how many are gone."""
    removed = 0
    for column in EXPIRING:
        with database.write() as connection:
            confirm(connection, lease)
            old = sa.delete(column.table).where(column < cutoff_s)
            removed += connection.execute(old).rowcount
    with database.write() as connection:
        confirm(connection, lease)
        outbox = incidents.outbox
        sent = sa.delete(outbox).where(
            outbox.c.state.in_(_DONE), outbox.c.due_s < cutoff_s
        )
        removed += connection.execute(sent).rowcount
    return removed + _remove_incidents(database, lease, cutoff_s)


def _remove_incidents(database: Database, lease: Lease, cutoff_s: float) -> int:
    table = incidents.incidents
    old = sa.select(table.c.id).where(table.c.resolved_s < cutoff_s).limit(_PIECE)
    removed = 0
    while True:
        with database.write() as connection:
            confirm(connection, lease)
            found = connection.execute(old).scalars().all()
            if not found:
                return removed
            for column in (*PARTS, table.c.id):
                gone = sa.delete(column.table).where(column.in_(found))
                removed += connection.execute(gone).rowcount

"""What a round of analysis is to know of incidents and deployments."""

import sqlalchemy as sa

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import around
from aiops.adapters.storage.tables.incidents import incident_services, incidents
from aiops.services.analysis import Surroundings

# An incident that stays open for longer does not keep baselines from learning.
_HELD_S = 3600.0
# A marker may come late, and counts as often as it is read.
_DEPLOYED_S = 900.0
_MOST = 100


class StoredSurroundings:
    """Reads them from one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self, now_s: float) -> Surroundings:
        """Return the services with an open incident, and the latest deployments."""
        held = (
            sa.select(incident_services.c.service)
            .join(incidents, incidents.c.id == incident_services.c.incident)
            .where(
                incidents.c.resolved_s.is_(None),
                incidents.c.began_s >= now_s - _HELD_S,
            )
        )
        with self._database.read() as connection:
            services = set(connection.execute(held).scalars())
            deployed = around.deployments(
                connection, now_s - _DEPLOYED_S, now_s + _DEPLOYED_S, limit=_MOST
            )
        return Surroundings(
            held=services,
            deployed=[(each.service, each.time_s) for each in reversed(deployed)],
        )

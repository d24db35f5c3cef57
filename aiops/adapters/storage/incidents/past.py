"""Past incidents as far as their pattern is concerned."""

from typing import Any

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import incidents
from aiops.adapters.storage.incidents.search import Search, page
from aiops.domain.incidents.model import Incident
from aiops.domain.patterns import Past
from aiops.domain.windows.window import OperationKey

# The newest are enough to see what comes back.
MOST = 500


def past_incidents(database: Database, from_s: float) -> list[Past]:
    """Return the incidents opened from *from_s* on, the newest first."""
    with database.read() as connection:
        found, _ = page(connection, Search(from_s=from_s, limit=MOST))
        answers = incidents.diagnoses(connection, [each.id for each in found])
    return [_past(each, answers.get(each.id, {})) for each in found]


def _past(incident: Incident, answer: dict[str, Any]) -> Past:
    causes = answer.get("causes", [])
    cause = (
        OperationKey(causes[0]["service"], causes[0]["operation"]) if causes else None
    )
    return Past(
        id=incident.id,
        began_s=incident.began_s,
        anomalies=tuple(incident.anomalies),
        cause=cause,
        reached=frozenset(key["service"] for key in answer.get("affected", [])),
    )

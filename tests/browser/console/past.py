"""What happened before: the same failure a day ago, and two deployments."""

from dataclasses import replace
from pathlib import Path

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import around, incidents
from aiops.domain.incidents.model import Deployment, Status

_DAY_S = 86_400.0
SHOP = ("checkout", "gateway", "inventory", "items", "payment", "products")


def write_past(folder: Path, *, now_s: float) -> None:
    """Add to the engine's database in *folder* what was before *now_s*."""
    database = Database(f"sqlite:///{folder}/engine.db")
    try:
        with database.write() as connection:
            for index, service in enumerate(SHOP):
                around.add_deployment(
                    connection, _deployment(service, now_s - 90 + index, "octocat")
                )
            around.add_deployment(
                connection, _deployment("payment", now_s - 2 * _DAY_S, "hubot")
            )
            found = incidents.current(connection, now_s, reopen_s=600, seen_s=600)
            known = incidents.diagnoses(connection, [each.id for each in found])
            for number, incident in enumerate(found):
                if incident.id not in known:
                    continue
                began_s = incident.began_s - _DAY_S
                before = replace(
                    incident,
                    id=f"INC-{began_s:.0f}-{number}",
                    dedup_key=f"{incident.dedup_key} a day ago",
                    status=Status.RESOLVED,
                    began_s=began_s,
                    opened_s=incident.opened_s - _DAY_S,
                    updated_s=incident.updated_s - _DAY_S,
                    resolved_s=incident.updated_s - _DAY_S + 300,
                    resolved_by="engine",
                    alerts=(),
                )
                incidents.put(connection, [before])
                incidents.put_diagnosis(
                    connection, before.id, known[incident.id], before.updated_s
                )
    finally:
        database.close()


def _deployment(service: str, time_s: float, by: str) -> Deployment:
    return Deployment(
        id=f"{service}-{time_s:.0f}",
        time_s=time_s,
        service=service,
        version="0123456789abcdef0123456789abcdef01234567",
        by=by,
        text="brought out by `make up`",
    )

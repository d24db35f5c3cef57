"""Diagnoses of open incidents, made from what was stored around their begin."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from aiops.adapters.storage import logs, spans, windows
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import actions, around, incidents
from aiops.adapters.storage.leases import confirm
from aiops.adapters.storage.tables.incidents import incidents as table
from aiops.domain.diagnosis.model import AlertSeen, Case, Deployment, Diagnosis
from aiops.domain.diagnosis.samples import samples, showing
from aiops.domain.incidents.model import ENGINE, Event, EventKind, Incident
from aiops.domain.incidents.remediation import SUSPECT_S, propose
from aiops.domain.incidents.wording import route
from aiops.domain.leases import Lease
from aiops.domain.windows.window import EdgeKey, EdgeWindow
from aiops.services.diagnosis import diagnose

# What was normal is learnt from this long before the onset.
BEFORE_S = 180.0
# What came later says little of the cause.
AFTER_S = 180.0
AGAIN_S = 10.0
_DEPLOYED_BEFORE_S = 3600.0
_MOST_SPANS, _MOST_LOGS, _MOST_DEPLOYMENTS = 20_000, 2_000, 100


class Diagnoses:
    """
    Answers incidents while what is known of them still grows.

    Args:
        remediation: Whether actions are proposed.
    """

    def __init__(self, database: Database, *, remediation: bool = False) -> None:
        self._database = database
        self._remediation = remediation

    def once(self, now_s: float, lease: Lease | None = None) -> list[str]:
        """
        Diagnose what is due; return the ids of the incidents.

        Raises:
            LeaseLost: When another replica goes on with it.
        """
        with self._database.read() as connection:
            due = _due(connection, now_s)
        for incident in due:
            # One after another: a case is some ten thousand spans.
            with self._database.read() as connection:
                case = case_of(connection, incident, now_s)
            self._store(incident, case, diagnose(case), now_s, lease)
        return [incident.id for incident in due]

    def _store(
        self,
        incident: Incident,
        case: Case,
        found: Diagnosis,
        now_s: float,
        lease: Lease | None,
    ) -> None:
        with self._database.write() as connection:
            if lease is not None:
                confirm(connection, lease)
            before = incidents.diagnoses(connection, [incident.id]).get(incident.id)
            after = document(found, case)
            incidents.put_diagnosis(connection, incident.id, after, now_s)
            text = _news(before, after)
            if text:
                event = Event(
                    incident=incident.id,
                    time_s=now_s,
                    kind=EventKind.CAUSE,
                    by=ENGINE,
                    text=text,
                )
                incidents.add_events(connection, [event])
            if self._remediation and found.causes:
                recent = around.deployments(
                    connection,
                    incident.began_s - SUSPECT_S,
                    incident.began_s + 1,
                    limit=_MOST_DEPLOYMENTS,
                )
                proposed = propose(
                    incident.id,
                    found.causes[0].service,
                    incident.began_s,
                    recent,
                    now_s,
                )
                actions.propose(connection, proposed)


def case_of(connection: sa.Connection, incident: Incident, now_s: float) -> Case:
    """Return what is known around the begin of *incident*."""
    onset_s = incident.began_s
    from_s, to_s = onset_s - BEFORE_S, min(now_s, onset_s + AFTER_S) + 1
    calls: dict[EdgeKey, EdgeWindow] = {}
    for (_, key), edge in windows.edges_between(connection, from_s, to_s).items():
        if key in calls:
            calls[key].merge(edge)
        else:
            calls[key] = edge
    deployed = around.deployments(
        connection, onset_s - _DEPLOYED_BEFORE_S, to_s, limit=_MOST_DEPLOYMENTS
    )
    return Case(
        onset_s=onset_s,
        anomalies=incident.anomalies,
        # Each half has its own share of the limit: both are needed.
        spans=[
            *spans.between(connection, from_s, onset_s, limit=_MOST_SPANS),
            *spans.between(connection, onset_s, to_s, limit=_MOST_SPANS),
        ],
        logs=logs.search(connection, start_s=from_s, end_s=to_s, limit=_MOST_LOGS),
        edges=calls,
        deployments=[
            Deployment(service=each.service, at_s=each.time_s, revision=each.version)
            for each in deployed
        ],
        alerts=[
            AlertSeen(service=each.service, name=each.name, at_s=each.started_s)
            for each in incident.alerts
            if each.service
        ],
    )


def document(found: Diagnosis, case: Case) -> dict[str, Any]:
    """Return *found* as JSON has it, with traces of *case* that show it."""
    cause = found.causes[0].service if found.causes else ""
    return {
        "total_traces": showing(case.spans, case.onset_s, cause),
        "samples": [
            {
                "trace_id": each.trace,
                "root_endpoint": route(each.root.operation) or each.root.operation,
                "root_status": each.root.status_code,
                "affected_chain": list(
                    dict.fromkeys(
                        route(span.operation) or span.operation for span in each.chain
                    )
                ),
            }
            for each in samples(found.traces, case.spans, cause)
        ],
        "causes": [
            {
                "service": cause.service,
                "operation": cause.operation,
                "confidence": cause.confidence,
                "evidence": list(cause.evidence),
            }
            for cause in found.causes
        ],
        "chain": [key._asdict() for key in found.chain],
        "affected": [key._asdict() for key in found.affected],
        "failing_share": found.failing_share,
        "traces": list(found.traces),
        "messages": [
            {"service": each.service, "text": each.text, "count": each.count}
            for each in found.messages
        ],
        "stacks": list(found.stacks),
    }


def _due(connection: sa.Connection, now_s: float) -> list[Incident]:
    query = sa.select(table.c.id).where(
        table.c.status.in_(("active", "acknowledged")),
        sa.or_(
            table.c.diagnosed_s.is_(None),
            sa.and_(
                table.c.diagnosed_s <= now_s - AGAIN_S,
                table.c.began_s >= now_s - AFTER_S,
            ),
            # It was reopened, and what was known is of the time before.
            table.c.diagnosed_s < table.c.opened_s,
        ),
    )
    found = (
        incidents.find(connection, id) for (id,) in connection.execute(query).all()
    )
    return [each for each in found if each is not None]


def _news(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """Return what is new about the cause; empty where nothing is."""
    if not after["causes"]:
        return ""
    first = after["causes"][0]
    known = before["causes"][0]["service"] if before and before["causes"] else ""
    if first["service"] == known:
        return ""
    return f"most likely {first['service']} ({first['confidence']:.0%})"

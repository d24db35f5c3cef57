"""Incidents as the API shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.incidents.model import Alert, Event, Incident
from aiops.domain.incidents.remediation import Action
from aiops.domain.incidents.slo import SloImpact
from aiops.domain.incidents.wording import (
    TYPES,
    endpoint,
    route,
    title,
    worst_anomaly,
)
from aiops.entrypoints.http.schemas.base import iso

Document = dict[str, Any]


def summary(incident: Incident, diagnosis: Mapping[str, Any] | None) -> Document:
    """Return an incident as lists show it: seed 004's fields, and more."""
    known = diagnosis or {}
    causes = known.get("causes", [])
    return {
        "id": incident.id,
        "severity": incident.severity.value,
        "status": incident.status.value,
        "title": title(incident),
        "root_cause": _root_cause(incident, causes),
        "causes": causes,
        "failing_share": known.get("failing_share"),
        "affected_endpoints": affected(incident, known),
        "anomalies": [anomaly(each) for each in incident.anomalies],
        "trace_correlation": {
            "total_traces": known.get("total_traces", 0),
            "sample_traces": known.get("samples", []),
        },
        "first_detected": iso(incident.opened_s),
        "started_s": incident.began_s,
        "detected_s": incident.opened_s,
        "updated_s": incident.updated_s,
        "resolved_s": incident.resolved_s,
        "resolved_by": incident.resolved_by,
        "merged_into": incident.merged_into,
        "acknowledged_s": incident.acknowledged_s,
        "acknowledged_by": incident.acknowledged_by,
        "assignee": incident.assignee,
        "snoozed_until_s": incident.snoozed_until_s,
        "reopened": incident.reopened,
        "root": incident.root,
        "services": incident.services,
        "alert_count": len(incident.alerts),
    }


def affected(incident: Incident, diagnosis: Mapping[str, Any]) -> list[str]:
    """Return the routes that suffer, those with anomalies first."""
    seen = [endpoint(each) for each in incident.anomalies]
    told = [
        route(place["operation"]) or place["service"]
        for place in diagnosis.get("affected", [])
    ]
    return list(dict.fromkeys([*seen, *told]))


def anomaly(found: Anomaly) -> Document:
    """Return an anomaly; milliseconds only where it is about latency."""
    is_latency = found.signal is Signal.LATENCY
    return {
        **asdict(found),
        "type": TYPES[found.signal],
        "endpoint": endpoint(found),
        "baseline_ms": found.expected if is_latency else None,
        "current_ms": found.value if is_latency else None,
    }


def alert(found: Alert, incident: str) -> Document:
    """Return an alert with the incident that it belongs to."""
    return {
        **asdict(found),
        "status": "firing" if found.ended_s is None else "resolved",
        "severity": found.severity.value,
        "url": found.url,
        "runbook_url": found.runbook,
        "incident": incident,
    }


def event(found: Event) -> Document:
    """Return a line of the audit trail."""
    return {
        "time_s": found.time_s,
        "kind": found.kind.value,
        "by": found.by,
        "text": found.text,
    }


def action(found: Action) -> Document:
    """Return an action."""
    what = f" {found.target}" if found.target else ""
    return {
        "name": found.name,
        "title": f"{found.kind.value.replace('-', ' ').capitalize()}{what}",
        "kind": found.kind.value,
        "target": found.target or "the stack",
        "dry_run": found.text,
        "status": found.state.value,
        "by": found.by,
        "time_s": found.time_s,
        "outcome": found.outcome,
    }


def place(found: Mapping[str, str]) -> str:
    """Return an operation of a service as one text."""
    name = found["operation"]
    return f"{found['service']}/{name}" if name else found["service"]


def promises(found: Sequence[SloImpact]) -> list[str]:
    """Return what it costs of the promises, in words."""
    return [
        f"{each.service}: {each.objective} of {each.promised:.1%} burns"
        f" {each.burn:.0f}x as fast as allowed; {min(each.budget_share, 1):.1%} of the"
        " budget is gone"
        for each in found
    ]


def _root_cause(
    incident: Incident, causes: Sequence[Mapping[str, Any]]
) -> Document | None:
    worst = worst_anomaly(incident)
    if not causes:
        return None
    first = causes[0]
    own = [each for each in incident.anomalies if each.service == first["service"]]
    described = own and worst in own and worst.reason if worst else ""
    evidence = first["evidence"]
    return {
        "endpoint": route(first["operation"]) or first["operation"] or first["service"],
        "confidence": first["confidence"],
        "description": described or (evidence[0] if evidence else ""),
        "service": first["service"],
        "operation": first["operation"],
    }

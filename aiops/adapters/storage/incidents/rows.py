"""Incidents, their anomalies and alerts as rows, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import orjson
import sqlalchemy as sa

from aiops.domain.anomalies import Anomaly, Severity, Signal
from aiops.domain.incidents.model import Alert, Incident, Status
from aiops.domain.incidents.wording import title
from catalog.alerts import Severity as AlertSeverity

_OF_ANOMALY = [field.name for field in fields(Anomaly)]
_OF_ALERT = [field.name for field in fields(Alert)]
_OF_INCIDENT = [
    field.name
    for field in fields(Incident)
    if field.name not in ("anomalies", "alerts")
]


def incident_row(incident: Incident) -> dict[str, Any]:
    """Return the incident's own row; its diagnosis is not touched."""
    row: dict[str, Any] = {name: getattr(incident, name) for name in _OF_INCIDENT}
    return row | {
        "status": incident.status.value,
        "severity": incident.severity.value,
        "title": title(incident),
    }


def incident_of(
    row: sa.Row[Any], anomalies: list[Anomaly], alerts: list[Alert]
) -> Incident:
    """Return the incident of *row*."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _OF_INCIDENT}
    values |= {"status": Status(row.status), "severity": Severity(row.severity)}
    return Incident(**values, anomalies=tuple(anomalies), alerts=tuple(alerts))


def anomaly_row(incident: str, anomaly: Anomaly) -> dict[str, Any]:
    """Return what *incident* saw, as a row."""
    return {
        **asdict(anomaly),
        "incident": incident,
        "signal": anomaly.signal.value,
        "severity": anomaly.severity.value,
    }


def anomaly_of(row: sa.Row[Any]) -> Anomaly:
    """Return the anomaly of *row*."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _OF_ANOMALY}
    values |= {"signal": Signal(row.signal), "severity": Severity(row.severity)}
    return Anomaly(**values)


def alert_row(alert: Alert) -> dict[str, Any]:
    """Return *alert* as a row, but for the incident that it belongs to."""
    values: dict[str, Any] = {name: getattr(alert, name) for name in _OF_ALERT}
    labels: Mapping[str, str] = alert.labels
    return values | {
        "severity": alert.severity.value,
        "labels": orjson.dumps(dict(labels)).decode(),
    }


def alert_of(row: sa.Row[Any]) -> Alert:
    """Return the alert of *row*."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _OF_ALERT}
    values |= {
        "severity": AlertSeverity(row.severity),
        "labels": orjson.loads(row.labels),
    }
    return Alert(**values)

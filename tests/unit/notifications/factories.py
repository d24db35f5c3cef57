"""Messages as Alertmanager writes them."""

from typing import Any

from notifications.model import Delivery


def alert(**changes: Any) -> dict[str, Any]:
    """Return one alert of a message."""
    return {
        "status": "firing",
        "labels": {"alertname": "TargetDown", "severity": "critical"},
        "annotations": {"summary": "items is down"},
        "startsAt": "2026-01-31T12:00:00Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://127.0.0.1:9090/graph",
        "fingerprint": "f1",
        **changes,
    }


def message(*alerts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a message with *alerts*, one by default."""
    return {
        "version": "4",
        "groupKey": '{}:{alertname="TargetDown"}',
        "receiver": "critical",
        "status": "firing",
        "alerts": list(alerts) or [alert()],
        **changes,
    }


def delivery(**changes: Any) -> Delivery:
    """Return one alert as it is kept."""
    fields: dict[str, Any] = {
        "status": "firing",
        "receiver": "critical",
        "labels": {"alertname": "TargetDown", "severity": "critical"},
        "annotations": {},
        "starts_at": "2026-01-31T12:00:00Z",
        "ends_at": "",
        "fingerprint": "f1",
        **changes,
    }
    return Delivery(**fields)

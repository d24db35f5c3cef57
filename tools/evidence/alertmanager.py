"""What Alertmanager holds, and whether it tells anybody."""

from collections.abc import Mapping, Sequence
from typing import Any

from tools.evidence.http import Json

Document = Mapping[str, Any]


class Alertmanager:
    """Alertmanager's HTTP API."""

    def __init__(self, url: str) -> None:
        self._json = Json(url)
        self.url = url

    def version(self) -> str:
        """Return its version."""
        return str(self._json.get("/api/v2/status")["versionInfo"]["version"])

    def alerts(self, alert: str) -> list[Document]:
        """Return the instances of *alert* that it holds."""
        query = {"filter": f'alertname="{alert}"'}
        return list(self._json.get("/api/v2/alerts", query))

    def close(self) -> None:
        """Close every connection."""
        self._json.close()


def is_active(alerts: Sequence[Document]) -> bool:
    """Return whether one of *alerts* is neither silenced nor inhibited."""
    return any(alert["status"]["state"] == "active" for alert in alerts)


def said_of(alerts: Sequence[Document]) -> str:
    """Return in words what holds *alerts* back, or that nothing does."""
    if not alerts:
        return "Alertmanager does not hold it"
    words = [_words(alert["status"]) for alert in alerts]
    return "Alertmanager holds it: " + "; ".join(sorted(set(words)))


def _words(status: Document) -> str:
    reasons = [
        f"{name} {', '.join(map(str, status[key]))}"
        for key, name in (
            ("inhibitedBy", "inhibited by"),
            ("silencedBy", "silenced by"),
            ("mutedBy", "muted by"),
        )
        if status.get(key)
    ]
    return ", ".join([str(status["state"]), *reasons])

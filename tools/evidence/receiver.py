"""What arrived where Alertmanager delivers."""

from collections.abc import Mapping, Sequence
from typing import Any

from tools.evidence.http import Json
from tools.evidence.prometheus import unix_time

Document = Mapping[str, Any]


class Receiver:
    """The notifications page's API."""

    def __init__(self, url: str) -> None:
        self._json = Json(url)
        self.url = url

    def notifications(self, alert: str, since: float) -> list[Document]:
        """Return what arrived of *alert* since a Unix time, oldest first."""
        query = {"since": f"{since:.3f}"}
        found = self._json.get("/api/notifications", query)["notifications"]
        ours = [n for n in found if n["labels"].get("alertname") == alert]
        return sorted(ours, key=lambda n: int(n["number"]))

    def close(self) -> None:
        """Close every connection."""
        self._json.close()


def notified_at(notifications: Sequence[Document]) -> float | None:
    """Return when the first of *notifications* said that the alert fires."""
    return min(_times(notifications, "firing").values(), default=None)


def resolution_at(notifications: Sequence[Document]) -> float | None:
    """Return when the end of the last alert had arrived; None while one is open."""
    fired = _times(notifications, "firing")
    ended = _times(notifications, "resolved")
    if not fired or not fired.keys() <= ended.keys():
        return None
    return max(ended[key] for key in fired)


def _times(
    notifications: Sequence[Document], status: str
) -> dict[tuple[str, str], float]:
    """Return when each alert, by fingerprint and start, was told of first."""
    times: dict[tuple[str, str], float] = {}
    for each in notifications:
        if each["status"] == status:
            key = str(each["fingerprint"]), str(each["starts_at"])
            times.setdefault(key, unix_time(str(each["received_at"])))
    return times

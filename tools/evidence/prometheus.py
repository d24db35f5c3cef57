"""What Prometheus knows of an alert."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tools.evidence.errors import NotReady
from tools.evidence.http import Json
from tools.evidence.progress import AlertState

Document = Mapping[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An alerting rule as it is loaded; *wait_s* is its ``for``."""

    name: str
    query: str
    wait_s: float
    labels: Mapping[str, str]
    annotations: Mapping[str, str]


class Prometheus:
    """Prometheus's HTTP API."""

    def __init__(self, url: str) -> None:
        self._json = Json(url)
        self.url = url

    def version(self) -> str:
        """Return its version."""
        found = self._data("/api/v1/status/buildinfo", {})
        return str(found["version"])

    def rule(self, alert: str) -> Rule:
        """
        Return the rule of *alert*.

        Raises:
            NotReady: When no such rule is loaded.
        """
        groups = self._data("/api/v1/rules", {"type": "alert"})["groups"]
        for rule in (rule for group in groups for rule in group["rules"]):
            if rule["name"] == alert:
                return Rule(
                    name=alert,
                    query=str(rule["query"]),
                    wait_s=float(rule["duration"]),
                    labels=rule["labels"],
                    annotations=rule["annotations"],
                )
        raise NotReady(
            f"Prometheus at {self.url} has no alert {alert}; `make up` brings its rules"
        )

    def alerts(self, alert: str) -> list[Document]:
        """Return the instances of *alert* that are pending or firing."""
        found = self._data("/api/v1/alerts", {})["alerts"]
        return [each for each in found if each["labels"]["alertname"] == alert]

    def value(self, expression: str) -> float | None:
        """Return the largest value of an instant query; None without any."""
        found = self._data("/api/v1/query", {"query": expression})["result"]
        values = [float(series["value"][1]) for series in found]
        return max((v for v in values if not math.isnan(v)), default=None)

    def history(
        self, expression: str, begin: float, end: float, step_s: float
    ) -> dict[str, list[Point]]:
        """Return each series of *expression* over a time, by its labels as text."""
        query = {
            "query": expression,
            "start": f"{begin:.3f}",
            "end": f"{end:.3f}",
            "step": f"{step_s:g}",
        }
        found = self._data("/api/v1/query_range", query)["result"]
        return {
            _label_text(series["metric"]): [
                (float(at), float(value)) for at, value in series["values"]
            ]
            for series in found
        }

    def fired(self, begin: float, end: float) -> list[str]:
        """Return the names of the alerts that fired at some time between the two."""
        window_s = max(math.ceil(end - begin), 1)
        expression = (
            'count by (alertname) (max_over_time(ALERTS{alertstate="firing"}'
            f"[{window_s}s]))"
        )
        query = {"query": expression, "time": f"{end:.3f}"}
        found = self._data("/api/v1/query", query)["result"]
        return sorted(str(series["metric"]["alertname"]) for series in found)

    def _data(self, path: str, query: Mapping[str, str]) -> Any:
        return self._json.get(path, query)["data"]

    def close(self) -> None:
        """Close every connection."""
        self._json.close()


def furthest(alerts: Sequence[Document]) -> AlertState:
    """Return the furthest state of an alert's instances."""
    found = {str(alert["state"]) for alert in alerts}
    for state in (AlertState.FIRING, AlertState.PENDING):
        if state.value in found:
            return state
    return AlertState.INACTIVE


def active_since(alerts: Sequence[Document]) -> float | None:
    """Return the Unix time since when the first of an alert's instances is active."""
    return min((unix_time(str(alert["activeAt"])) for alert in alerts), default=None)


def unix_time(text: str) -> float:
    """Return the Unix seconds of a time as Go writes it, to the nanosecond."""
    whole, dot, rest = text.partition(".")
    if dot:
        digits = rest.rstrip("Z").partition("+")[0]
        zone = rest[len(digits) :]
        text = f"{whole}.{digits[:6]:0<6}{zone}"
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def _label_text(labels: Mapping[str, str]) -> str:
    shown = {k: v for k, v in labels.items() if k != "__name__"}
    return ", ".join(f"{k}={v}" for k, v in sorted(shown.items()))

"""The engine's API, as far as scenarios ask it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from tools.scenarios.errors import ScenarioError

_TIMEOUT = urllib3.Timeout(connect=3.0, read=15.0)


class EngineSilent(ScenarioError):
    """The engine does not answer, or not with what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A cause that the engine names."""

    service: str
    operation: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A signal that stands out; *seen_s* is when it last did."""

    service: str
    operation: str
    signal: str
    seen_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """
    An incident at one moment; *causes* come best first.

    Attributes:
        began_s: When its first sign began, in Unix seconds as *opened_s* is.
        merged: Whether it turned out to be a part of another.
        reopened: How often it was.
    """

    id: str
    title: str
    began_s: float
    opened_s: float
    is_open: bool
    merged: bool
    reopened: int
    causes: tuple[Named, ...]
    signs: tuple[Sign, ...]


class EngineApi:
    """The engine of one stack; *key* may operate it."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url.rstrip("/")
        self._headers = {
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
        }
        self._http = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)

    def close(self) -> None:
        """Close every connection."""
        self._http.clear()

    def incidents(self, limit: int = 30) -> list[Incident]:
        """Return the newest incidents, whatever their state."""
        query = {"status": "all", "limit": str(limit)}
        return [
            read(each) for each in self._get("/aiops/incidents", query)["incidents"]
        ]

    def detail(self, incident: str) -> Mapping[str, Any]:
        """Return all that is known of an incident."""
        found: Mapping[str, Any] = self._get(f"/aiops/incidents/{quote(incident)}")
        return found

    def series(
        self, service: str, operation: str, signal: str, begin: float, end: float
    ) -> Mapping[str, Any]:
        """Return a signal over a time, with what was expected of it."""
        query = {
            "service": service,
            "operation": operation,
            "signal": signal,
            "from": f"{begin:.3f}",
            "to": f"{end:.3f}",
        }
        found: Mapping[str, Any] = self._get("/aiops/series", query)
        return found

    def rates(self) -> dict[str, float]:
        """Return requests per second of each service, in the last minutes."""
        found = self._get("/aiops/services")["services"]
        return {str(each["name"]): float(each["requests_per_s"]) for each in found}

    def announce(self, service: str, version: str, text: str) -> None:
        """Tell of a deployment."""
        body = {"service": service, "version": version, "text": text}
        self._ask("POST", "/aiops/deployments", body)

    def resolve(self, incident: str, text: str) -> None:
        """Resolve an incident by hand."""
        self._ask("POST", f"/aiops/incidents/{quote(incident)}/resolve", {"text": text})

    def approve(self, incident: str, action: str) -> None:
        """Approve a proposed action."""
        path = f"/aiops/incidents/{quote(incident)}/actions/{quote(action)}/approve"
        self._ask("POST", path, {})

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> Any:
        data = None if body is None else json.dumps(body).encode()
        try:
            answer = self._http.request(
                method, self.url + path, body=data, headers=self._headers
            )
        except urllib3.exceptions.HTTPError as error:
            reason = str(error).rpartition(": ")[2]
            raise EngineSilent(
                f"the engine at {self.url} does not answer ({reason}); `make status`"
            ) from None
        if answer.status >= 300:
            text = answer.data.decode(errors="replace")[:300]
            raise EngineSilent(
                f"the engine answered {method} {path} with {answer.status}: {text}"
            )
        return json.loads(answer.data or b"{}")


def read(document: Mapping[str, Any]) -> Incident:
    """Return an incident from the API's *document*."""
    return Incident(
        id=document["id"],
        title=document["title"],
        began_s=document["started_s"],
        opened_s=document["detected_s"],
        is_open=document["status"] != "resolved",
        merged=bool(document["merged_into"]),
        reopened=document["reopened"],
        causes=tuple(
            Named(
                service=each["service"],
                operation=each["operation"],
                confidence=each["confidence"],
            )
            for each in document["causes"]
        ),
        signs=tuple(
            Sign(
                service=each["service"],
                operation=each["operation"],
                signal=each["signal"],
                seen_s=each["seen_s"],
            )
            for each in document["anomalies"]
        ),
    )

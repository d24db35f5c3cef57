"""The engine's API: what is approved, and what became of it."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tools.remediation.errors import RemediationError

_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """An action that somebody approved and nobody has carried out."""

    incident: str
    name: str
    kind: str
    target: str
    by: str


class EngineApi:
    """
    The engine of one stack.

    Args:
        key: Of the scope operate.
    """

    def __init__(self, url: str, key: str) -> None:
        self._url = url.rstrip("/")
        self._key = key

    def approved(self) -> list[Approved]:
        """
        Return what is to be done, the oldest approval first.

        Raises:
            RemediationError: When the engine does not say.
        """
        found = self._ask("GET", "/aiops/actions")["actions"]
        return [
            Approved(
                incident=each["incident"],
                name=each["name"],
                kind=each["kind"],
                target=each["target"],
                by=each["by"],
            )
            for each in found
        ]

    def report(self, action: Approved, *, done: bool, text: str) -> None:
        """
        Tell the engine what became of *action*.

        Raises:
            RemediationError: When it does not take it.
        """
        path = (
            f"/aiops/incidents/{quote(action.incident, safe='')}"
            f"/actions/{quote(action.name, safe='')}/outcome"
        )
        body = {"state": "done" if done else "failed", "text": text[:2000]}
        self._ask("POST", path, body)

    def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> Any:
        request = urllib.request.Request(  # noqa: S310 - the stack's own address
            self._url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self._key}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            detail = _detail(error.read())
            raise RemediationError(
                f"the engine answered {method} {path} with {error.code}: {detail}"
            ) from error
        except (urllib.error.URLError, TimeoutError, ValueError) as error:
            raise RemediationError(
                f"the engine at {self._url} does not answer ({error}); is the stack up?"
            ) from error


def _detail(body: bytes) -> str:
    try:
        return str(json.loads(body)["detail"])
    except (ValueError, KeyError, TypeError):
        return "no reason given"

"""Waiting for a container to be healthy, and what to say when it is not."""

import threading
import time
from collections.abc import Mapping
from typing import Any

from plugins.docker.engine import Api
from plugins.docker.errors import Cancelled, NotHealthy

_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 0.5
_LOG_LINES = 10


def until_healthy(
    api: Api, identity: str, name: str, *, timeout_s: int, stop: threading.Event
) -> None:
    """
    Return once the container is healthy.

    Raises:
        NotHealthy: After *timeout_s*, or as soon as it cannot become healthy; the
            message has the last output of the health check and of the container.
        Cancelled: When *stop* is set.
    """
    end, pause_s = time.monotonic() + timeout_s, _FIRST_PAUSE_S
    while True:
        state = api.inspect_container(identity)["State"]
        hopeless = _hopeless(state)
        if not hopeless and state["Health"]["Status"] == "healthy":
            return
        if hopeless or time.monotonic() > end:
            reason = hopeless or f"is not healthy after {timeout_s} s"
            raise NotHealthy(complaint(name, reason, state, _last_lines(api, identity)))
        if stop.wait(pause_s):
            raise Cancelled(f"stopped while waiting for container {name} to be healthy")
        pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)


def _hopeless(state: Mapping[str, Any]) -> str:
    """Return why waiting on is useless, "" where it is not."""
    if not state.get("Health"):
        return "has wait set but no health check; add one or remove wait"
    if state["Running"] or state["Restarting"]:
        return ""
    return f"exited with code {state['ExitCode']} before it was healthy"


def complaint(name: str, reason: str, state: Mapping[str, Any], log: str) -> str:
    """Return the message about a container that did not become healthy."""
    probes = (state.get("Health") or {}).get("Log") or []
    probe = probes[-1] if probes else None
    said = f"{probe['Output'].strip()} (exit {probe['ExitCode']})" if probe else "none"
    return (
        f"container {name} {reason}\n"
        f"last health check: {said}\n"
        f"last log lines:\n{log or '(none)'}"
    )


def _last_lines(api: Api, identity: str) -> str:
    log: bytes = api.logs(identity, tail=_LOG_LINES)
    return log.decode(errors="replace").strip()

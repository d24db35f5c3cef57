"""Waiting for a container to be healthy, and what to say when it is not."""

import threading
import time
from collections.abc import Mapping
from typing import Any

from plugins.docker.engine import Api
from plugins.docker.errors import Cancelled, NotHealthy

# While a probe's verdict is due, and otherwise: each look costs the engine some work.
_SHORT_PAUSE_S = 0.1
_LONG_PAUSE_S = 0.5
_PROBE_S = 0.6
_NANOSECONDS = 1e9
# The engine's own, where the check names none.
_INTERVAL_S = 30.0
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
    began_s = time.monotonic()
    while True:
        report = api.inspect_container(identity)
        state = report["State"]
        waited_s = time.monotonic() - began_s
        hopeless = _hopeless(state)
        if not hopeless and state["Health"]["Status"] == "healthy":
            return
        if hopeless or waited_s > timeout_s:
            reason = hopeless or f"is not healthy after {timeout_s} s"
            raise NotHealthy(complaint(name, reason, state, _last_lines(api, identity)))
        if stop.wait(pause_s(waited_s, _interval_s(report))):
            raise Cancelled(f"stopped while waiting for container {name} to be healthy")


def pause_s(waited_s: float, interval_s: float) -> float:
    """
    Return how long to wait for the next look.

    The engine probes one interval after the start, and again one after each verdict.
    """
    since_probe_s = waited_s % interval_s
    if waited_s >= interval_s and since_probe_s < _PROBE_S:
        return _SHORT_PAUSE_S
    until_probe_s = interval_s - since_probe_s + _SHORT_PAUSE_S
    return min(until_probe_s, _LONG_PAUSE_S)


def _interval_s(report: Mapping[str, Any]) -> float:
    check = report["Config"].get("Healthcheck") or {}
    return check.get("Interval", 0) / _NANOSECONDS or _INTERVAL_S


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

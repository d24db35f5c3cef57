"""Restarts the containers of one service of a stack."""

import time
from typing import Any

from catalog.identity import LABEL_SERVICE, LABEL_STACK
from tools.remediation.errors import RemediationError

_STOP_S = 10
_HEALTHY_WITHIN_S = 90.0
_LOOK_S = 0.5


def restart(client: Any, stack: str, service: str) -> str:
    """
    Restart the containers of *service* and wait until they are healthy.

    Args:
        client: docker-py's; it is loosely typed.

    Raises:
        RemediationError: When the stack has none, or one does not become healthy.
    """
    labels = [f"{LABEL_STACK}={stack}", f"{LABEL_SERVICE}={service}"]
    found = client.containers.list(all=True, filters={"label": labels})
    if not found:
        raise RemediationError(
            f"stack {stack!r} has no container of {service!r}; see `make status`"
        )
    for container in found:
        container.restart(timeout=_STOP_S)
    for container in found:
        _wait(container)
    names = ", ".join(sorted(str(container.name) for container in found))
    return f"restarted {names}"


def _wait(container: Any) -> None:
    deadline = time.monotonic() + _HEALTHY_WITHIN_S
    while True:
        container.reload()
        state = container.attrs["State"]
        health = (state.get("Health") or {}).get("Status", "healthy")
        if state.get("Running") and health == "healthy":
            return
        if time.monotonic() > deadline:
            raise RemediationError(
                f"{container.name} was restarted and is {health} after"
                f" {_HEALTHY_WITHIN_S:.0f} s; see `make logs`"
            )
        time.sleep(_LOOK_S)

"""What steps act on: the shop, its containers, its users and the engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from catalog.identity import LABEL_SERVICE, LABEL_STACK
from tools.evidence.flow import Flow
from tools.scenarios.engine import EngineApi
from tools.scenarios.errors import StepFailed
from tools.traffic.scenarios import Call

# Returns status and body of a call with the simulation token.
Ask = Callable[[Call], tuple[int | None, bytes]]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """
    One running stack.

    Attributes:
        ask: Switches simulated failures.
        docker: docker-py's client; it is loosely typed.
    """

    name: str
    ask: Ask
    flow: Flow
    engine: EngineApi
    docker: Any

    def container(self, service: str) -> Any:
        """
        Return the container of *service*, running or not.

        Raises:
            StepFailed: When there is none, or more than one.
        """
        labels = [f"{LABEL_STACK}={self.name}", f"{LABEL_SERVICE}={service}"]
        found = self.docker.containers.list(all=True, filters={"label": labels})
        if len(found) != 1:
            raise StepFailed(
                f"stack {self.name!r} has {len(found)} containers of {service!r}, and"
                " a scenario needs one; see `make status`"
            )
        return found[0]

"""Processes that die, and releases that come out."""

from contextlib import ExitStack
from dataclasses import dataclass

from tools.remediation.containers import restart
from tools.scenarios.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """A service's process is killed and not started again."""

    service: str

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Kill it; Docker does not restart what somebody stopped."""
        container = stage.container(self.service)
        undo.callback(_started, stage, self.service)
        container.kill()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """The engine is told of a deployment, as `make up` does."""

    service: str
    version: str

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Tell it; a deployment is history and cannot be undone."""
        del undo
        stage.engine.announce(self.service, self.version, "by a scenario")


def _started(stage: Stage, service: str) -> None:
    container = stage.container(service)
    if container.attrs["State"]["Running"]:
        return
    restart(stage.docker, stage.name, service)

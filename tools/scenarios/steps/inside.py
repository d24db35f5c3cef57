"""Programs that run inside a service's container, under its limits and user."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.scenarios.errors import StepFailed
from tools.scenarios.stage import Stage

_SOURCES = Path(__file__).resolve().parents[1] / "inside"
# They end by themselves when this file is gone, or at the latest after that long.
_FLAG = "/tmp/pharos-scenario"  # noqa: S108 - of the container, in memory
_AT_MOST_S = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseHeld:
    """
    Something else holds a service's database for writing, again and again.

    Attributes:
        held_s, free_s: How long it is held, and then free.
    """

    service: str
    held_s: float
    free_s: float

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Begin to hold it."""
        _run(stage, undo, self.service, "hold_database.py", self.held_s, self.free_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryFilled:
    """Something in a service's container takes memory up to a share of its limit."""

    service: str
    share: float

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Take it, and keep it."""
        _run(stage, undo, self.service, "fill_memory.py", self.share)


def _run(
    stage: Stage, undo: ExitStack, service: str, program: str, *words: object
) -> None:
    container = stage.container(service)
    undo.callback(_end, container)
    _python(container, f"open({_FLAG!r}, 'w').close()")
    source = (_SOURCES / program).read_text()
    container.exec_run(
        ["python3", "-c", source, _FLAG, str(_AT_MOST_S), *map(str, words)],
        detach=True,
    )


def _end(container: Any) -> None:
    _python(container, f"import os; os.path.exists({_FLAG!r}) and os.unlink({_FLAG!r})")


def _python(container: Any, source: str) -> None:
    status, output = container.exec_run(["python3", "-c", source])
    if status:
        text = output.decode(errors="replace").strip()[-300:]
        raise StepFailed(f"python3 in {container.name} ended with {status}: {text}")

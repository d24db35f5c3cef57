"""Simulated failures of the shop, by its own endpoints."""

from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from tools.scenarios.errors import StepFailed
from tools.scenarios.stage import Stage
from tools.traffic.scenarios import CLEAR, Call
from tools.traffic.simulation import clear, trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Fails:
    """A share of an endpoint's requests fails."""

    endpoint: str
    share: float

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Switch it on."""
        _switch(stage, undo, "error", endpoint=self.endpoint, rate=self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """An endpoint's requests take longer."""

    endpoint: str
    by_ms: int

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Switch it on, in place of an earlier delay."""
        _switch(stage, undo, "delay", endpoint=self.endpoint, duration=self.by_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hangs:
    """An endpoint does not answer for so long."""

    endpoint: str
    for_ms: int

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Switch it on."""
        _switch(stage, undo, "timeout", endpoint=self.endpoint, duration=self.for_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovers:
    """An endpoint is as usual again."""

    endpoint: str

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Clear its failures."""
        del undo
        _ask(
            stage,
            Call(method="POST", path=f"{CLEAR.path}?endpoint={quote(self.endpoint)}"),
        )


def _switch(stage: Stage, undo: ExitStack, kind: str, **query: object) -> None:
    undo.callback(clear, stage.ask)
    _ask(stage, Call(method="POST", path=f"/simulate/{kind}?{urlencode(query)}"))


def _ask(stage: Stage, call: Call) -> None:
    if problem := trouble(*stage.ask(call)):
        raise StepFailed(
            f"{call.method} {call.path} {problem}; is the stack's simulation on"
            " (pharos:simulation) and the token its own?"
        )

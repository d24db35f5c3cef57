"""Shows steps and their times: live on a terminal, as lines elsewhere."""

import sys
import threading
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Protocol, Self

from tools.images.model import State

# A step that says nothing for so long is mentioned again where only lines go.
HEARTBEAT_S = 15.0
_WATCH_S = 1.0


class Display(AbstractContextManager["Display"], Protocol):
    """Where progress goes; called from several threads."""

    def step(self, step: str, state: State, detail: str) -> None:
        """Take note that *step* is in *state*."""
        ...

    def line(self, text: str) -> None:
        """Show *text* for good."""
        ...


@dataclass
class Shown:
    """One step as it is displayed."""

    name: str
    began_s: float
    state: State = State.STARTED
    detail: str = ""
    ended_s: float | None = None

    def elapsed(self, now_s: float) -> str:
        """Return how long it took, or has taken so far."""
        return duration((self.ended_s or now_s) - self.began_s)


def duration(seconds: float) -> str:
    """Return *seconds* for people."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"


def open_display(*, plain: bool, stream: IO[str] | None = None) -> Display:
    """Return the display that fits."""
    out = stream or sys.stderr
    if plain:
        return Plain(out)
    from tools.bootstrap.live import Live

    return Live(out)


def is_plain(env: Mapping[str, str], stream: IO[str]) -> bool:
    """Tell whether nobody looks at a live display."""
    return bool(env.get("CI") or env.get("PLAIN")) or not stream.isatty()


@dataclass
class Board:
    """The steps so far, in the order in which they started."""

    shown: dict[str, Shown] = field(default_factory=dict)

    def note(self, name: str, state: State, detail: str, now_s: float) -> Shown:
        """Take note of a step's state and return what is now shown of it."""
        step = self.shown.setdefault(name, Shown(name, now_s))
        step.state = state
        # A step's last words stay when it ends without any.
        first, _, _ = detail.partition("\n")
        step.detail = first or step.detail
        if state in (State.DONE, State.FAILED):
            step.ended_s = now_s
        return step


class Plain:
    """Lines: when a step starts, ends, and now and then while it takes long."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._board = Board()
        self._began_s = time.monotonic()
        self._said_s: dict[str, float] = {}
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        # A compiler says nothing for minutes: somebody else has to speak up.
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()

    def step(self, step: str, state: State, detail: str) -> None:
        """Print a change of state."""
        with self._lock:
            now_s = time.monotonic()
            shown = self._board.note(step, state, detail, now_s)
            if state is State.RUNNING:
                self._mention(shown, now_s)
                return
            took = "" if state is State.STARTED else f" ({shown.elapsed(now_s)})"
            words = f": {detail}" if detail else ""
            self._say(now_s, f"{step}: {state}{took}{words}")

    def line(self, text: str) -> None:
        """Print *text* as it is."""
        with self._lock:
            print(text, file=self._out, flush=True)

    def mention_long_steps(self) -> None:
        """Print the steps that have been silent for long."""
        with self._lock:
            now_s = time.monotonic()
            for shown in self._board.shown.values():
                if shown.ended_s is None:
                    self._mention(shown, now_s)

    def _watch(self) -> None:
        while not self._ended.wait(_WATCH_S):
            self.mention_long_steps()

    def _mention(self, shown: Shown, now_s: float) -> None:
        if now_s - self._said_s.get(shown.name, shown.began_s) < HEARTBEAT_S:
            return
        words = f": {shown.detail}" if shown.detail else ""
        self._say(now_s, f"{shown.name}: {shown.elapsed(now_s)}{words}")
        self._said_s[shown.name] = now_s

    def _say(self, now_s: float, text: str) -> None:
        since = f"{now_s - self._began_s:7.1f}"
        print(f"[{since} s] {text}", file=self._out, flush=True)


class Silent:
    """Shows nothing: for commands whose output is data."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def step(self, step: str, state: State, detail: str) -> None:
        """Ignore it."""

    def line(self, text: str) -> None:
        """Ignore it."""

"""The display of a terminal: one line per step, spinner, times."""

import threading
import time
from types import TracebackType
from typing import IO, Self

from rich import live, spinner
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from tools.bootstrap.display import Board, Shown
from tools.images.model import State

_MARKS = {State.DONE: ("✓", "green"), State.FAILED: ("✗", "red")}


class Live:
    """A table of all steps, redrawn while they run."""

    def __init__(self, out: IO[str]) -> None:
        self._console = Console(file=out, highlight=False)
        self._lock = threading.Lock()
        self._board = Board()
        self._spinner = spinner.Spinner("dots", style="cyan")
        self._live = live.Live(
            get_renderable=self._draw, console=self._console, refresh_per_second=8
        )

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def step(self, step: str, state: State, detail: str) -> None:
        """Change what is shown of a step."""
        with self._lock:
            self._board.note(step, state, detail, time.monotonic())

    def line(self, text: str) -> None:
        """Print *text* above the steps."""
        self._console.print(Text(text))

    def _draw(self) -> RenderableType:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=1)
        grid.add_column(no_wrap=True, min_width=16)
        grid.add_column(justify="right", no_wrap=True, min_width=7)
        grid.add_column(no_wrap=True, overflow="ellipsis", style="dim", ratio=1)
        now_s = time.monotonic()
        with self._lock:
            for shown in self._board.shown.values():
                grid.add_row(
                    self._mark(shown), shown.name, shown.elapsed(now_s), shown.detail
                )
        return grid

    def _mark(self, shown: Shown) -> RenderableType:
        if shown.state in _MARKS:
            mark, colour = _MARKS[shown.state]
            return Text(mark, style=colour)
        return self._spinner

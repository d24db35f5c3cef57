"""Shows a run: a live board on a terminal, lines elsewhere."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from tools.evidence.cases import Case, shown
from tools.evidence.progress import Milestone, Observation, Progress, since_fault

# A line at least that often where only lines go.
_HEARTBEAT_S = 15.0

_AWAITED = {
    Milestone.CALM: "traffic seen, alert silent",
    Milestone.FAULT: "fault switched on",
    Milestone.PENDING: "alert pending in Prometheus",
    Milestone.FIRING: "alert firing in Prometheus",
    Milestone.ACTIVE: "active in Alertmanager",
    Milestone.NOTIFIED: "notified at the receiver",
    Milestone.CLEARED: "fault switched off",
    Milestone.RESOLVED: "resolved in Prometheus",
    Milestone.RESOLUTION_NOTIFIED: "end notified at the receiver",
}


def described(milestone: Milestone) -> str:
    """Return a milestone in words."""
    return _AWAITED[milestone]


class Lines:
    """One line per milestone, and one now and then in between."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._told: dict[Milestone, float] = {}
        self._spoke = 0.0

    def show(self, progress: Progress, seen: Observation, limit_s: float) -> None:
        """Print what is new."""
        seconds = since_fault(progress.reached)
        for milestone in progress.reached:
            if milestone not in self._told:
                self._told[milestone] = seen.at
                at = f"{seconds[milestone]:.0f} s" if milestone in seconds else "-"
                self.note(f"{at:>6} {described(milestone)}")
        if time.monotonic() - self._spoke > _HEARTBEAT_S:
            told = waiting(progress, seen, self._case, limit_s)
            self.note(f"       awaiting {progress.awaited}: {told}")

    def note(self, text: str) -> None:
        """Print *text*."""
        self._spoke = time.monotonic()
        print(f"{self._case.name}: {text}", flush=True)


class Board:
    """All milestones with their times, redrawn while they are awaited."""

    def __init__(self, case: Case, console: Console) -> None:
        self._case = case
        self._spinner = Spinner("dots", style="cyan")
        self._latest: tuple[Progress, Observation, float] | None = None
        self._live = Live(
            get_renderable=self._draw, console=console, refresh_per_second=4
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

    def show(self, progress: Progress, seen: Observation, limit_s: float) -> None:
        """Draw the latest from now on."""
        self._latest = progress, seen, limit_s

    def note(self, text: str) -> None:
        """Print *text* above the board."""
        self._live.console.print(Text(text))

    def _draw(self) -> RenderableType:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=1, min_width=1, no_wrap=True)
        grid.add_column(no_wrap=True, min_width=30)
        grid.add_column(justify="right", no_wrap=True, min_width=8)
        grid.add_column(style="dim", no_wrap=True, overflow="ellipsis", ratio=1)
        grid.title = f"{self._case.name}: {self._case.alert.value}"
        grid.title_justify = "left"
        if self._latest is None:
            grid.add_row(self._spinner, "looking at the stack")
            return grid
        progress, seen, limit_s = self._latest
        seconds = since_fault(progress.reached)
        for milestone in Milestone:
            if milestone in progress.reached:
                at = f"{seconds[milestone]:.0f} s" if milestone in seconds else ""
                mark = Text("✓", style="green")
                grid.add_row(mark, described(milestone), at)
            elif milestone is progress.awaited:
                text = waiting(progress, seen, self._case, limit_s)
                grid.add_row(self._spinner, described(milestone), "", text)
            else:
                grid.add_row("", Text(described(milestone), style="dim"))
        return grid


def waiting(
    progress: Progress,
    seen: Observation,
    case: Case,
    limit_s: float,
) -> str:
    """Return how long the next milestone has been awaited, and what the signal is."""
    if progress.awaited is None:
        return "done"
    waited_s = max(time.time() - progress.since, 0)
    return (
        f"{waited_s:.0f} of {limit_s:.0f} s; alert {seen.state.value}, signal"
        f" {shown(seen.value, case)} (fires {case.limit})"
    )

"""The table at the end, and what went wrong first."""

import io
from collections.abc import Sequence
from pathlib import Path

from tools.bootstrap import table
from tools.bootstrap.display import duration
from tools.gate.model import Result, State
from tools.gate.records import slug

HEAD = ("STAGE", "STATE", "TIME", "")
_COLOURS = {
    State.PASSED: "green",
    State.CACHED: "dim green",
    State.FAILED: "bold red",
    State.NOT_AUDITED: "yellow",
    State.NOT_RUN: "yellow",
}
_TAIL = 60


def rows(results: Sequence[Result], order: Sequence[str]) -> list[tuple[str, ...]]:
    """Return a row per stage, in the order of the table."""
    found = {result.stage: result for result in results}
    return [
        (
            name,
            str(found[name].state),
            duration(found[name].took_s) if found[name].took_s else "",
            found[name].said,
        )
        for name in order
        if name in found
    ]


def render(
    results: Sequence[Result], order: Sequence[str], *, plain: bool, width: int
) -> str:
    """Return the table: aligned lines where *plain*, else with colours."""
    lines = rows(results, order)
    if plain:
        return table.render(lines, HEAD)
    # An update that runs no stage has no use for it.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for heading in HEAD:
        drawn.add_column(heading, overflow="ellipsis", no_wrap=True)
    for name, state, took, said in lines:
        coloured = Text(state, style=_COLOURS[State(state)])
        drawn.add_row(name, coloured, took, Text(said, style="dim"))
    out = io.StringIO()
    Console(file=out, force_terminal=True, width=width, highlight=False).print(drawn)
    return out.getvalue().rstrip("\n")


def explanation(blocking: Sequence[Result], logs: Path) -> str:
    """Return the output of what failed first, and where the rest is."""
    first = blocking[0]
    said = first.output.rstrip().splitlines() or [first.said]
    left_out = len(said) - _TAIL
    lines = [f"--- {first.stage}: {first.state} ---"]
    if left_out > 0:
        lines.append(f"({left_out} lines before are in {logs / slug(first.stage)}.log)")
    names = ", ".join(result.stage for result in blocking)
    return "\n".join(
        [*lines, *said[-_TAIL:], "", f"not passed: {names}; logs: {logs}/"]
    )

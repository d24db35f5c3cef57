"""Send traffic to a stack and say what came back: ``python -m tools.traffic``."""

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from tools.traffic.errors import TrafficError
from tools.traffic.interrupts import INTERRUPTED, interruptible
from tools.traffic.options import Options, parse
from tools.traffic.pace import due_times
from tools.traffic.sender import Sender
from tools.traffic.summary import Answer, Line, line, lines


def main(arguments: Sequence[str], token: str = "") -> int:
    """Run the scenarios; return the exit status that ``--help`` explains."""
    options = parse(arguments, token)
    console = Console(width=110 if options.plain else None)
    answers: list[Answer] = []
    interrupted = False
    try:
        with interruptible():
            _send(options, console, answers)
    except TrafficError as error:
        console.print(f"[red]{error}")
        return 1
    except KeyboardInterrupt:
        interrupted = True
        console.print("stopped; what was sent until then:")
    console.print(_table(answers))
    late_s = max((a.late_s for a in answers), default=0.0)
    if late_s > 1:
        console.print(
            f"The rate was not reached: calls left up to {late_s:.1f} s late, with "
            f"{options.threads} in flight. Lower --rate or raise --threads."
        )
    if interrupted:
        return INTERRUPTED
    return 0 if any(a.status is not None for a in answers) else 1


def _send(options: Options, console: Console, answers: list[Answer]) -> None:
    share_s = options.duration_s / len(options.scenarios)
    progress = Progress(
        TextColumn("{task.description:15}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=options.plain or not console.is_terminal,
    )
    sender = Sender(options)
    try:
        with progress:
            for scenario in options.scenarios:
                calls = due_times(scenario.pace, share_s, options.rate)
                task = progress.add_task(scenario.name, total=sum(1 for _ in calls))
                with sender.failing(scenario):
                    for answer in sender.answers(scenario, share_s):
                        answers.append(answer)
                        progress.advance(task)
    finally:
        sender.close()


def _table(answers: Sequence[Answer]) -> Table:
    table = Table(title="What came back")
    table.add_column("Scenario")
    table.add_column("Call")
    for heading in ("Sent", "2xx", "4xx", "5xx", "None", "p50 ms", "p95 ms", "max ms"):
        table.add_column(heading, justify="right")
    for row in lines(answers):
        table.add_row(*_cells(row))
    table.add_section()
    table.add_row(*_cells(line("all", "", answers)))
    return table


def _cells(row: Line) -> tuple[str, ...]:
    return (
        row.scenario,
        row.label,
        *map(
            str,
            (row.count, row.ok, row.client_errors, row.server_errors, row.unanswered),
        ),
        *(f"{ms:.1f}" for ms in (row.p50_ms, row.p95_ms, row.max_ms)),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

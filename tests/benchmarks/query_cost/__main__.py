"""
What the dashboards' queries cost on days of synthetic data, recorded against raw.

Makes the data once (three gibibytes below the cache while it does, one after), starts
a real Prometheus on it, and asks every query of every panel over the ranges that
people look at.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from tests.benchmarks.platform_compose_tool import cache_folder
from tests.benchmarks.platform_report import conditions, save
from tests.benchmarks.query_cost.blocks import blocks_in, size
from tests.benchmarks.query_cost.history import History, history, make
from tests.benchmarks.query_cost.measure import Cost, measure
from tests.benchmarks.query_cost.report import GOAL, Setting, ratio, read, section
from tests.benchmarks.query_cost.series import LONGEST_D
from tests.benchmarks.query_cost.server import Server, serving
from tests.benchmarks.rules_cost import engine_version
from tools.bootstrap.errors import LockHeld
from tools.bootstrap.lock import held

PAGE = Path(__file__).resolve().parents[3] / "docs" / "benchmarks" / "queries.md"
_HEAD = """\
# Benchmarks of the dashboards

What their queries cost a Prometheus that holds days of samples, written by the command
it names.
"""
RANGES_H = (1, 24, 7 * 24, 15 * 24)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=float, default=15, help="of data; at most 15")
    parser.add_argument("--times", type=int, default=5, help="that a query is asked")
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args(arguments)
    if not 1 / 24 <= given.days <= LONGEST_D:
        parser.error(f"--days {given.days:g}: give an hour (0.05) to {LONGEST_D}")
    cache = cache_folder() / "benchmarks" / "queries"
    wanted = history(cache, int(given.days * 24))
    words = (
        "python -m tests.benchmarks.query_cost"
        f" --days {given.days:g} --times {given.times}"
    )
    console = Console()
    try:
        with held(cache / "lock", "the history"), progress_of(console) as progress:
            make(wanted, progress)
            costs, text = measured(wanted, words, given.times, progress)
    except LockHeld as error:
        parser.error(str(error))
    console.print(text, markup=False, soft_wrap=True)
    if given.save:
        if not PAGE.exists():
            PAGE.write_text(_HEAD)
        save("query-cost", text, PAGE)
    return 0 if ratio(costs, read) >= GOAL else 1


def measured(
    wanted: History, words: str, times: int, progress: Progress
) -> tuple[Sequence[Cost], str]:
    """Return the costs, and the section that tells them."""
    ranges_s = [hours * 3600 for hours in RANGES_H if hours <= wanted.hours]
    with serving(wanted.data) as server:
        costs = measure(
            server,
            ranges_s,
            wanted.end_s,
            wanted.rules,
            times=times,
            progress=progress,
        )
        return costs, section(costs, setting(wanted, server, words, times))


def progress_of(console: Console) -> Progress:
    """Return the progress that is shown where there is a terminal."""
    return Progress(
        TextColumn("{task.description:20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def setting(wanted: History, server: Server, command: str, times: int) -> Setting:
    """Return what was measured on."""
    recorded = server.count("count({__name__=~'.+:.+:.+'})", wanted.end_s)
    return Setting(
        command=command,
        conditions=conditions(engine_version()),
        version=server.version(),
        hours=wanted.hours,
        scraped=len(wanted.series),
        recorded=recorded,
        samples=samples_in(wanted.data),
        bytes_=size(wanted.data),
        times=times,
    )


def samples_in(data: Path) -> int:
    """Return how many samples the blocks say that they hold."""
    return sum(
        json.loads((block / "meta.json").read_text())["stats"]["numSamples"]
        for block in blocks_in(data)
    )


if __name__ == "__main__":
    sys.exit(main())

"""The outcome on a terminal."""

from rich.console import Console
from rich.table import Table

from tools.scenarios.goals import goals
from tools.scenarios.result import Report
from tools.scenarios.wording import HEADINGS, rows

_WORDS = {True: "[green]met", False: "[red]missed", None: "[yellow]not measured"}
# The first two and the last are words; all others are figures.
_FIGURES = range(2, len(HEADINGS) - 1)


def show(report: Report, console: Console) -> None:
    """Print both tables."""
    table = Table(title="Scenarios")
    for number, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="right" if number in _FIGURES else "left")
    for result in report.results:
        for row in rows(result):
            colour = "" if result.passed else "[red]"
            table.add_row(*row[:-1], f"{colour}{row[-1]}")
    console.print(table)
    judged = Table(title="Goals")
    for heading in ("Goal", "Wanted", "Seen", ""):
        judged.add_column(heading)
    for goal in goals(report):
        judged.add_row(goal.name, goal.wanted, goal.value, _WORDS[goal.met])
    console.print(judged)

"""The outcome as Markdown, for pages and summaries."""

from collections.abc import Sequence

from tools.scenarios.goals import goals
from tools.scenarios.repair import repair_lines
from tools.scenarios.result import Report
from tools.scenarios.wording import HEADINGS, rows

_WORDS = {True: "met", False: "**missed**", None: "not measured"}


def markdown(report: Report) -> str:
    """Return tables of the scenarios, the goals and the time to repair."""
    scenarios = [row for result in report.results for row in rows(result)]
    judged = [(g.name, g.wanted, g.value, _WORDS[g.met]) for g in goals(report)]
    parts = [
        _table(HEADINGS, scenarios),
        _table(("Goal", "Wanted", "Seen", "Verdict"), judged),
        *repair_lines(report.results),
        *_normal(report),
    ]
    return "\n\n".join(parts)


def _table(headings: Sequence[str], found: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *found]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _normal(report: Report) -> list[str]:
    normal = report.normal
    if normal is None:
        return []
    told = "; ".join(normal.incidents) or "none"
    fired = ", ".join(normal.alerts) or "none"
    return [
        f"Normal run: {normal.minutes:g} minutes as {normal.days:g} days,"
        f" {normal.requests} requests, no fault. Incidents: {told}. Alerts that fired:"
        f" {fired}."
    ]

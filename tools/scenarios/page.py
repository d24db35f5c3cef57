"""The outcome as one page, with a picture per fault."""

from collections.abc import Sequence
from html import escape

from tools.evidence.page import document
from tools.scenarios.goals import goals
from tools.scenarios.picture import STYLE, picture
from tools.scenarios.repair import repair_lines
from tools.scenarios.result import Report, Result
from tools.scenarios.wording import HEADINGS, rows, verdict

_WORDS = {True: "met", False: "missed", None: "not measured"}


def page(report: Report) -> str:
    """Return the page."""
    judged = [(g.name, g.wanted, g.value, _WORDS[g.met]) for g in goals(report)]
    found = [row for result in report.results for row in rows(result)]
    return document(
        "Scenarios",
        [
            f"<style>{STYLE}</style><h1>Faults with known causes</h1>",
            '<p class="quiet">The fault is shaded red; the band and the dashed line'
            " are what the engine expects; green is where it told of it.</p>",
            _table(("Goal", "Wanted", "Seen", ""), judged),
            *(f"<p>{escape(line)}</p>" for line in repair_lines(report.results)),
            f"<h2>Results</h2>{_table(HEADINGS, found)}",
            *map(_part, report.results),
            f"<h2>Conditions</h2>{_table((), list(report.conditions.items()))}",
        ],
    )


def _part(result: Result) -> str:
    name = "passed" if result.passed else "failed"
    wrong = result.score.wrong if result.score else ()
    return "".join(
        [
            f"<h2>{escape(result.scenario.name)}"
            f'<span class="verdict {name}">{escape(verdict(result))}</span></h2>',
            f"<p>{escape(result.scenario.title)}.</p>",
            f'<p class="reason">{escape(result.failure)}</p>' if result.failure else "",
            *(picture(result, curve) for curve in result.curves),
            *(
                f"<p>{escape(f'+{at - result.begin_s:.1f} s: {text}')}</p>"
                for at, text in result.events
            ),
            *(f'<p class="reason">Wrong: {escape(text)}</p>' for text in wrong),
        ]
    )


def _table(headings: Sequence[str], found: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in headings)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
        for row in found
    )
    return f"<table><tr>{head}</tr>{body}</table>"

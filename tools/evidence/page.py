"""The summary of one run as a self-contained page, made from what it is given."""

import base64
import json
from collections.abc import Callable, Iterable
from html import escape

from tools.evidence.bar import bar
from tools.evidence.chart import chart
from tools.evidence.display import described
from tools.evidence.outcome import Outcome, Picture, utc
from tools.evidence.progress import Milestone
from tools.evidence.style import STYLE
from tools.traffic.summary import line

# Returns the bytes of a file in the folder of the run.
Read = Callable[[str], bytes]

_FIGURES = (
    ("to pending", Milestone.PENDING),
    ("to firing", Milestone.FIRING),
    ("to notified", Milestone.NOTIFIED),
    ("to resolved", Milestone.RESOLVED),
    ("to its end notified", Milestone.RESOLUTION_NOTIFIED),
)


def document(title: str, body: Iterable[str]) -> str:
    """Return a whole page."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f"{''.join(body)}</body></html>\n"
    )


def badge(verdict: str) -> str:
    """Return how a run ended, as a coloured word."""
    return f'<span class="verdict {verdict}">{verdict}</span>'


def page(outcome: Outcome, read: Read) -> str:
    """Return the summary; pictures are put into it."""
    case, alert = outcome.case, outcome.case.alert.value
    return document(
        f"Evidence: {case.name}",
        [
            f"<h1>{escape(alert)}{badge(outcome.verdict.value)}</h1>",
            f'<p class="quiet">{escape(case.title)}. Scenario {escape(case.name)},'
            f" {utc(outcome.begin)} to {utc(outcome.end)}.</p>",
            f'<p class="reason">{escape(outcome.reason)}</p>' if outcome.reason else "",
            _figures(outcome),
            "<h2>Timeline</h2>",
            bar(outcome.seconds),
            _milestones(outcome),
            f"<h2>The signal</h2><p><code>{escape(case.signal)}</code>; the alert fires"
            f" {escape(case.limit)} (dashed).</p>",
            chart(case, outcome.history, outcome.reached),
            _rule(outcome),
            "<h2>Pictures</h2>",
            _pictures(outcome.pictures, read),
            "<h2>What was said</h2>",
            *(_said(name, said) for name, said in outcome.documents.items()),
            "<h2>Conditions</h2>",
            _table(outcome.environment.items()),
            _traffic(outcome),
            _others(outcome),
        ],
    )


def _figures(outcome: Outcome) -> str:
    seconds = outcome.seconds
    boxes = [
        f"<div><b>{_seconds(seconds.get(milestone))}</b>fault {name}</div>"
        for name, milestone in _FIGURES
    ]
    return f'<div class="figures">{"".join(boxes)}</div>'


def _seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f} s"


def _milestones(outcome: Outcome) -> str:
    seconds = outcome.seconds
    rows = [
        f"<tr><td>{described(milestone)}</td>"
        f"<td>{utc(outcome.reached[milestone]) if milestone in outcome.reached else ''}"
        f'</td><td class="number">{_seconds(seconds.get(milestone))}</td></tr>'
        for milestone in Milestone
    ]
    return (
        '<table><tr><th>Milestone</th><th>Time</th><th class="number">since fault</th>'
        f"</tr>{''.join(rows)}</table>"
    )


def _rule(outcome: Outcome) -> str:
    if outcome.rule is None:
        return ""
    rule = outcome.rule
    links = [
        f'<a href="{escape(rule.annotations[key])}">{name}</a>'
        for key, name in (("runbook_url", "runbook"), ("dashboard_url", "dashboard"))
        if key in rule.annotations
    ]
    severity = escape(rule.labels.get("severity", "none"))
    return (
        f"<p>Rule: severity {severity}, for {rule.wait_s:.0f} s."
        f" {' · '.join(links)}</p>"
        f"<pre>{escape(rule.query)}</pre>"
    )


def _pictures(pictures: Iterable[Picture], read: Read) -> str:
    drawn = [p for p in pictures if not p.missing]
    missing = [p for p in pictures if p.missing]
    figures = [
        f'<figure><a href="{escape(p.file)}"><img alt="{escape(p.title)}" src="'
        f"data:image/png;base64,{base64.b64encode(read(p.file)).decode()}"
        f'"></a><figcaption>{escape(p.title)}</figcaption></figure>'
        for p in drawn
    ]
    lines = [f"<li>{escape(p.title)}: {escape(p.missing)}</li>" for p in missing]
    return f'<div class="pictures">{"".join(figures)}</div>' + (
        f"<p>Not drawn:</p><ul>{''.join(lines)}</ul>" if lines else ""
    )


def _said(name: str, said: object) -> str:
    text = escape(json.dumps(said, indent=2, ensure_ascii=False))
    return f"<details><summary>{escape(name)}</summary><pre>{text}</pre></details>"


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = [f"<tr><td>{escape(k)}</td><td>{_linked(v)}</td></tr>" for k, v in rows]
    return f"<table>{''.join(cells)}</table>"


def _linked(text: str) -> str:
    words = [
        f'<a href="{escape(word)}">{escape(word)}</a>'
        if word.startswith("http://")
        else escape(word)
        for word in text.split(" ")
    ]
    return " ".join(words)


def _traffic(outcome: Outcome) -> str:
    sent = line("", "", outcome.answers)
    return (
        f"<p>Traffic of the run: {sent.count} requests; {sent.ok} answered with"
        f" success, {sent.client_errors} with 4xx, {sent.server_errors} with 5xx,"
        f" {sent.unanswered} not at all; p50 {sent.p50_ms:.0f} ms, p95"
        f" {sent.p95_ms:.0f} ms.</p>"
    )


def _others(outcome: Outcome) -> str:
    others = [name for name in outcome.fired if name != outcome.case.alert.value]
    names = ", ".join(map(escape, others)) or "none"
    return f"<p>Other alerts that fired during the run: {names}.</p>"

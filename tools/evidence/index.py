"""One page over several runs."""

from collections.abc import Sequence
from html import escape

from tools.evidence.bar import bar
from tools.evidence.outcome import Outcome
from tools.evidence.page import badge, document
from tools.evidence.progress import Milestone

_COLUMNS = (
    Milestone.PENDING,
    Milestone.FIRING,
    Milestone.NOTIFIED,
    Milestone.RESOLVED,
    Milestone.RESOLUTION_NOTIFIED,
)


def index(outcomes: Sequence[tuple[str, Outcome]]) -> str:
    """
    Return the page.

    Args:
        outcomes: Each with the name of its folder.
    """
    heads = "".join(f'<th class="number">{m.value}</th>' for m in _COLUMNS)
    return document(
        "Evidence",
        [
            "<h1>Alerts that fire, are notified and resolve</h1>",
            '<p class="quiet">Seconds from the fault.</p>',
            f"<table><tr><th>Scenario</th><th>Alert</th>{heads}<th></th></tr>",
            *(_row(folder, outcome) for folder, outcome in outcomes),
            "</table>",
            *(_part(folder, outcome) for folder, outcome in outcomes),
        ],
    )


def _row(folder: str, outcome: Outcome) -> str:
    seconds = outcome.seconds
    cells = "".join(
        f'<td class="number">{f"{seconds[m]:.1f}" if m in seconds else "—"}</td>'
        for m in _COLUMNS
    )
    return (
        f"<tr><td>{_link(folder, outcome)}</td><td>{escape(outcome.case.alert.value)}"
        f"</td>{cells}<td>{badge(outcome.verdict.value)}</td></tr>"
    )


def _part(folder: str, outcome: Outcome) -> str:
    reason = f'<p class="reason">{escape(outcome.reason)}</p>' if outcome.reason else ""
    heading = f"<h2>{_link(folder, outcome)}: {escape(outcome.case.title)}</h2>"
    return f"{heading}{reason}{bar(outcome.seconds)}"


def _link(folder: str, outcome: Outcome) -> str:
    return f'<a href="{escape(folder)}/index.html">{escape(outcome.case.name)}</a>'

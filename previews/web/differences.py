"""The page of a comparison; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from previews.changes import Change
from previews.drawing.page import Drawing
from previews.drawing.svg import NOTHING, Markup, joined, tag
from previews.web import pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    One dashboard, before and after.

    Attributes:
        before: None for a new dashboard.
        after: None for one that is gone.
    """

    before: Drawing | None
    after: Drawing | None
    changes: Sequence[Change]

    @property
    def title(self) -> str:
        """The dashboard's title, the newer one."""
        drawing = self.after or self.before
        return drawing.dashboard.title if drawing else ""

    @property
    def state(self) -> str:
        """What happened to the whole, in a word."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def sentence(difference: Difference, change: Change) -> str:
    """Return one change as a line of text."""
    return f"{difference.title} / {change.title}: {state(change)}"


def state(change: Change) -> str:
    """Return what happened to a panel."""
    if change.before is None:
        return "added"
    if change.after is None:
        return "removed"
    words = ["changed"] if change.edits else []
    return " and ".join([*words, *(["moved"] if change.moved else [])])


def page(found: Sequence[Difference], names: str, source: str) -> str:
    """
    Return the page.

    Args:
        names: The two versions, in words.
        source: Where the data comes from, in words.
    """
    body = [_dashboard(each) for each in found]
    return pages.document(
        "Changed dashboards (preview)",
        tag(
            "header",
            tag("h1", "Changed dashboards"),
            tag("span", "Preview", class_="badge"),
            tag("span", f"{names} · data from {source}", class_="facts"),
        ),
        _summary(found),
        *body,
    )


def _summary(found: Sequence[Difference]) -> Markup:
    if not found:
        return tag("p", "No panel differs.")
    lines = [
        tag("li", f"{each.title}: {each.state}, {len(each.changes)} panels")
        for each in found
    ]
    return tag("ul", *lines)


def _dashboard(difference: Difference) -> Markup:
    return tag(
        "section",
        tag("h2", f"{difference.title} ({difference.state})"),
        *(_change(difference, change) for change in difference.changes),
    )


def _change(difference: Difference, change: Change) -> Markup:
    figures = [
        _figure(drawing, position, caption)
        for drawing, position, caption in (
            (difference.before, change.before, "before"),
            (difference.after, change.after, "after"),
        )
        if drawing and position is not None
    ]
    if change.moved and not change.edits:
        # The same picture twice would hide what did change.
        figures = figures[-1:]
    edits = [tag("li", tag("code", each)) for each in change.edits]
    return joined(
        [
            tag("p", tag("strong", change.title), f": {state(change)}"),
            tag("ul", *edits) if edits else NOTHING,
            tag("div", *figures, class_="pair" if len(figures) == 2 else "one"),
        ]
    )


def _figure(drawing: Drawing, position: int, caption: str) -> Markup:
    return tag("figure", tag("figcaption", caption), pages.panel(drawing, position))

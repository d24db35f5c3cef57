"""The choice of variables and of the time: a form that works without a script; pure."""

from previews.data.choices import Choice
from previews.drawing.page import Drawing
from previews.drawing.svg import NOTHING, Markup, tag
from previews.model import durations
from previews.model.variables import ALL

# How far a page may look back; each is a picture of its own in the cache.
RANGES = ("15m", "30m", "1h", "3h", "6h", "12h", "24h", "2d", "7d", "15d")
_NO_CHOICE = ("datasource", "constant", "textbox")


def form(drawing: Drawing) -> Markup:
    """Return the form above a live page."""
    fields = [
        _field(each)
        for each in drawing.choices
        if not each.variable.hidden and each.variable.kind not in _NO_CHOICE
    ]
    chosen = durations.text(drawing.window.range_s)
    ranges = RANGES if chosen in RANGES else (chosen, *RANGES)
    options = [
        tag("option", text, value=f"now-{text}", selected=_if(text == chosen))
        for text in ranges
    ]
    return tag(
        "form",
        *fields,
        tag("label", "Last ", tag("select", *options, name="from")),
        tag("button", "Show", type="submit"),
        method="get",
    )


def _field(choice: Choice) -> Markup:
    variable = choice.variable
    words = [(each, each) for each in choice.options]
    if variable.include_all:
        words.insert(0, (ALL, "All"))
    if not words:
        return NOTHING
    options = [
        tag("option", text, value=value, selected=_if(value in choice.chosen))
        for value, text in words
    ]
    box = tag("select", *options, name=f"var-{variable.name}")
    return tag("label", f"{variable.label} ", box)


def _if(condition: bool) -> str | None:
    return "selected" if condition else None

"""A whole dashboard: what is where, as one picture or as panels; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from previews.data.choices import Choice
from previews.data.frames import PanelData
from previews.data.window import Window
from previews.drawing import colors, panel, units
from previews.drawing.box import Box
from previews.drawing.svg import Markup, joined, tag
from previews.drawing.words import FONT, label, width
from previews.model import durations
from previews.model.dashboard import Dashboard, Panel, Place
from previews.model.variables import ALL, Values, filled

WIDTH = 1600
CELL_H = 38
GAP = 8
_MARGIN = 14
_HEAD = 58
COLUMNS = 24
GRID_WIDTH = WIDTH - 2 * _MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """
    A dashboard with all that is to be seen of it.

    Attributes:
        data: By the position of a panel.
        source: Where the data comes from, in words.
        drawn_s: Unix time of the drawing.
    """

    dashboard: Dashboard
    data: Mapping[int, PanelData]
    choices: Sequence[Choice]
    values: Values
    window: Window
    source: str
    drawn_s: float


def panel_box(place: Place, x: float = 0, y: float = 0) -> Box:
    """Return where a panel is on a page whose grid begins at *x*, *y*."""
    cell_w = (WIDTH - 2 * _MARGIN + GAP) / COLUMNS
    return Box(
        x + place.x * cell_w,
        y + place.y * CELL_H,
        place.w * cell_w - GAP,
        place.h * CELL_H - GAP,
    )


def one(drawing: Drawing, position: int, box: Box) -> Markup:
    """Return one panel or row inside *box*."""
    shown: Panel = drawing.dashboard.panels[position]
    title = title_of(drawing, position)
    if shown.kind == "row":
        return label(title, box.x + 2, box.y + box.h / 2 + 6, size=15, weight="600")
    data = drawing.data.get(position, PanelData())
    return panel.draw(shown, data, drawing.window, box, title)


def title_of(drawing: Drawing, position: int) -> str:
    """Return a panel's title, variables filled in."""
    return filled(drawing.dashboard.panels[position].title, titles(drawing))


def titles(drawing: Drawing) -> Values:
    """Return the variables as people read them."""
    return {
        each.variable.name: ["All"] if list(each.chosen) == [ALL] else each.chosen
        for each in drawing.choices
    }


def facts(drawing: Drawing) -> list[tuple[str, str]]:
    """Return what the head says besides the title."""
    chosen = [
        (each.variable.label, ", ".join(titles(drawing)[each.variable.name]) or "-")
        for each in drawing.choices
        if not each.variable.hidden and each.variable.kind != "datasource"
    ]
    return [
        *chosen,
        ("Last", durations.text(drawing.window.range_s)),
        ("Until", f"{units.moment(drawing.window.end_s)} UTC"),
        ("From", drawing.source),
    ]


def picture(drawing: Drawing) -> str:
    """Return the dashboard as one SVG document."""
    panels = drawing.dashboard.panels
    rows = max((each.place.y + each.place.h for each in panels), default=1)
    height = _HEAD + rows * CELL_H + _MARGIN
    parts = [
        tag("rect", width=WIDTH, height=height, fill=colors.PAGE),
        *_head(drawing),
        *(
            one(drawing, number, panel_box(each.place, _MARGIN, _HEAD))
            for number, each in enumerate(panels)
        ),
    ]
    return document(joined(parts), WIDTH, height, drawing.dashboard.title)


def document(content: Markup, width_px: float, height_px: float, name: str) -> Markup:
    """Return an SVG of its own."""
    return tag(
        "svg",
        tag("title", f"{name} (preview)"),
        content,
        xmlns="http://www.w3.org/2000/svg",
        width=width_px,
        height=height_px,
        viewBox=f"0 0 {width_px:g} {height_px:g}",
        font_family=FONT,
    )


def _head(drawing: Drawing) -> list[Markup]:
    title = drawing.dashboard.title
    x = _MARGIN + width(title, 21, bold=True) + 16
    text = "   ·   ".join(f"{name}: {value}" for name, value in facts(drawing))
    return [
        label(title, _MARGIN + 2, 36, size=21, weight="600"),
        tag("rect", x=x, y=19, width=74, height=22, rx=11, fill="#3d71d9"),
        label(
            "Preview", x + 37, 34.5, size=12, fill="#fff", anchor="middle", weight="600"
        ),
        label(
            text,
            WIDTH - _MARGIN - 2,
            34,
            size=12,
            fill=colors.FAINT,
            anchor="end",
            room=WIDTH - x - 120,
        ),
    ]

"""The table panel; pure."""

from collections.abc import Sequence

from previews.data.frames import PanelData
from previews.data.grid import Cell, Grid, Row, grid
from previews.drawing import colors
from previews.drawing.box import Box
from previews.drawing.svg import Markup, joined, tag
from previews.drawing.values import Shown, shown, shown_text
from previews.drawing.words import label, width
from previews.model.dashboard import Panel
from previews.model.fields import Look, look

_SIZE = 12
_ROW = 25
_GAP = 16


def draw(panel: Panel, data: PanelData, box: Box) -> Markup:
    """Return the panel's content."""
    found = grid(panel, data.frames)
    looks = {name: look(panel, name) for name in found.columns}
    room = max(1, int((box.h - _ROW) // _ROW))
    rows = found.rows if len(found.rows) <= room else found.rows[: room - 1]
    edges = _edges(found, rows, looks, box)
    parts = _head(found.columns, edges, box)
    for number, row in enumerate(rows):
        y = box.y + _ROW * (number + 1)
        parts.append(_line(box, y))
        for name, column in zip(found.columns, edges, strict=True):
            place = Box(column[0], y, column[1], _ROW)
            parts.append(_cell(row.get(name, ""), looks[name], place))
    if len(rows) < len(found.rows):
        y = box.y + _ROW * (len(rows) + 1)
        rest = f"and {len(found.rows) - len(rows)} more rows"
        parts += [
            _line(box, y),
            label(rest, box.x + 4, y + 16, size=11, fill=colors.FAINT),
        ]
    return joined(parts)


def _edges(
    found: Grid, rows: Sequence[Row], looks: dict[str, Look], box: Box
) -> list[tuple[float, float]]:
    """Return left edge and width of each column, by what is in it."""
    wanted = [
        max(
            width(name, _SIZE),
            *(width(_text(row.get(name, ""), looks[name]).text, _SIZE) for row in rows),
            30,
        )
        + _GAP
        for name in found.columns
    ]
    share = box.w / sum(wanted)
    edges, x = [], box.x
    for w in wanted:
        edges.append((x, w * share))
        x += w * share
    return edges


def _head(
    names: Sequence[str], edges: Sequence[tuple[float, float]], box: Box
) -> list[Markup]:
    return [
        label(
            name,
            x + 4,
            box.y + 16,
            size=_SIZE,
            fill="#8ab8ff",
            weight="600",
            room=w - 8,
        )
        for name, (x, w) in zip(names, edges, strict=True)
    ]


def _line(box: Box, y: float) -> Markup:
    return tag("line", x1=box.x, x2=box.right, y1=y, y2=y, stroke=colors.GRID)


def _text(cell: Cell, config: Look) -> Shown:
    if isinstance(cell, str):
        return shown_text(cell, config) or Shown(cell, colors.TEXT)
    return shown(cell, config)


def _cell(cell: Cell, config: Look, box: Box) -> Markup:
    written = _text(cell, config)
    options = config.custom.get("cellOptions") or {}
    kind = str(options.get("type") or config.custom.get("displayMode") or "")
    is_mapped = isinstance(cell, str) and written.color != colors.TEXT
    parts: list[Markup] = []
    color = colors.TEXT
    if kind.startswith("color-background") and (is_mapped or isinstance(cell, float)):
        parts.append(
            tag(
                "rect",
                x=box.x + 1,
                y=box.y + 2,
                width=box.w - 2,
                height=box.h - 4,
                rx=2,
                fill=colors.mixed(colors.PANEL, _solid(written.color), 0.6),
            )
        )
    elif kind == "color-text" or is_mapped:
        color = written.color
    parts.append(
        label(
            written.text, box.x + 4, box.y + 17, size=_SIZE, fill=color, room=box.w - 8
        )
    )
    return joined(parts)


def _solid(color: str) -> str:
    return color if color.startswith("#") else colors.PANEL

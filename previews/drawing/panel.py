"""A whole panel: frame, title, and the content of its type; pure."""

from collections.abc import Callable, Mapping

from previews.data.frames import PanelData
from previews.data.window import Window
from previews.drawing import bars, colors, gauge, heatmap, stat, table, timeseries
from previews.drawing.box import Box
from previews.drawing.svg import NOTHING, Markup, joined, tag
from previews.drawing.words import fitted, label, width, wrapped
from previews.model.dashboard import Panel

_HEAD = 30
_TITLE = 13
_Draw = Callable[[Panel, PanelData, Window, Box], Markup]

_CONTENTS: Mapping[str, _Draw] = {
    "timeseries": timeseries.draw,
    "heatmap": heatmap.draw,
    "stat": lambda panel, data, _, box: stat.draw(panel, data, box),
    "gauge": lambda panel, data, _, box: gauge.draw(panel, data, box),
    "bargauge": lambda panel, data, _, box: bars.draw(panel, data, box),
    "table": lambda panel, data, _, box: table.draw(panel, data, box),
}
KINDS = frozenset(_CONTENTS)


def draw(
    panel: Panel, data: PanelData, window: Window, box: Box, title: str | None = None
) -> Markup:
    """
    Return the panel inside *box*.

    Args:
        title: In place of the panel's own, which may hold variables.
    """
    shown = panel.title if title is None else title
    inner = box.inset(10, _HEAD if shown else 10, 10, 8)
    return tag(
        "g",
        tag(
            "rect",
            x=box.x + 0.5,
            y=box.y + 0.5,
            width=box.w - 1,
            height=box.h - 1,
            rx=3,
            fill=colors.PANEL,
            stroke=colors.BORDER,
        ),
        _head(shown, panel.description, bool(data.errors and data.frames), box),
        _content(panel, data, window, inner),
    )


def _head(title: str, description: str, failed: bool, box: Box) -> Markup:
    if not title:
        return NOTHING
    room = box.w - 20 - (20 if description else 0) - (20 if failed else 0)
    shown = fitted(title, _TITLE, room)
    mark_x = box.x + 10 + width(shown, _TITLE) + 12
    parts = [
        label(shown, box.x + 10, box.y + 20, size=_TITLE, weight="500"),
        # All of the head shows the tooltip, not only the small mark.
        tag(
            "rect",
            tag("title", "\n".join(filter(None, [title, description]))),
            x=box.x,
            y=box.y,
            width=box.w,
            height=_HEAD,
            fill="#000",
            fill_opacity=0,
        ),
    ]
    if description:
        parts.insert(1, _mark("i", mark_x, box.y + 15.5, colors.FAINT))
        mark_x += 18
    if failed:
        parts.insert(1, _mark("!", mark_x, box.y + 15.5, colors.ALARM))
    return joined(parts)


def _mark(sign: str, x: float, y: float, color: str) -> Markup:
    return joined(
        [
            tag("circle", cx=x, cy=y, r=5.5, fill="none", stroke=color),
            label(sign, x, y + 3.2, size=9, fill=color, anchor="middle"),
        ]
    )


def _content(panel: Panel, data: PanelData, window: Window, box: Box) -> Markup:
    draw_content = _CONTENTS.get(panel.kind)
    if draw_content is None:
        return _message(f"no preview of panels of type {panel.kind!r}", box)
    if not data.frames:
        if data.errors:
            return _message(data.errors[0], box, colors.ALARM)
        return _message(str(panel.defaults.get("noValue") or "No data"), box)
    return draw_content(panel, data, window, box)


def _message(text: str, box: Box, color: str = colors.FAINT) -> Markup:
    size = 13 if box.h > 40 else 11
    lines = wrapped(text, size, box.w - 12, max(1, min(6, int(box.h // (size + 5)))))
    x, middle = box.middle
    top = middle - (len(lines) - 1) * (size + 5) / 2 + size * 0.35
    return joined(
        label(line, x, top + n * (size + 5), size=size, fill=color, anchor="middle")
        for n, line in enumerate(lines)
    )

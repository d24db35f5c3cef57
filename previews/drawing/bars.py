"""The bar gauge panel: a bar per series; pure."""

import math

from previews.data.frames import Frame, PanelData
from previews.data.reduce import reduced
from previews.drawing import colors
from previews.drawing.box import Box
from previews.drawing.gauge import bounds
from previews.drawing.scale import Scale
from previews.drawing.stat import calculation
from previews.drawing.svg import Markup, joined, tag
from previews.drawing.values import shown
from previews.drawing.words import label, width
from previews.model.dashboard import Panel

_ROW = 30
_LEAST_ROW = 19
_SIZE = 12


def draw(panel: Panel, data: PanelData, box: Box) -> Markup:
    """Return the panel's content."""
    how = calculation(panel.options)
    values = [reduced(frame.series.values, how) for frame in data.frames]
    pairs = list(zip(data.frames, values, strict=True))
    if panel.options.get("orientation") == "vertical":
        return _vertical(pairs, box)
    return _horizontal(pairs, box)


def _bounds(pairs: list[tuple[Frame, float]], frame: Frame) -> tuple[float, float]:
    return bounds(frame.look, [value for _, value in pairs if math.isfinite(value)])


def _horizontal(pairs: list[tuple[Frame, float]], box: Box) -> Markup:
    most = max(1, int(box.h // _LEAST_ROW))
    kept = pairs if len(pairs) <= most else pairs[: most - 1]
    count = len(kept) + (len(kept) < len(pairs))
    row_h = min(_ROW * 1.5, box.h / count)
    names = min(box.w * 0.45, max(width(frame.name, _SIZE) for frame, _ in kept) + 12)
    texts = [shown(value, frame.look) for frame, value in kept]
    numbers = max(width(each.text, _SIZE + 1) for each in texts) + 12
    parts = []
    for n, ((frame, value), text) in enumerate(zip(kept, texts, strict=True)):
        row = Box(box.x, box.y + n * row_h, box.w, row_h)
        middle = row.y + row_h / 2
        track = Box(
            row.x + names, row.y + row_h * 0.14, row.w - names - numbers, row_h * 0.72
        )
        x = Scale(*_bounds(pairs, frame), track.x, track.right)
        parts += [
            label(
                frame.name,
                row.x + names - 8,
                middle + 4,
                size=_SIZE,
                anchor="end",
                room=names - 8,
            ),
            _bar(track, colors.TRACK),
            _bar(Box(track.x, track.y, x.at(value) - track.x, track.h), text.color)
            if math.isfinite(value)
            else joined(()),
            label(
                text.text,
                row.right,
                middle + 4.5,
                size=_SIZE + 1,
                fill=text.color,
                anchor="end",
                weight="600",
            ),
        ]
    if len(kept) < len(pairs):
        rest = f"and {len(pairs) - len(kept)} more"
        y = box.y + len(kept) * row_h + row_h / 2 + 4
        parts.append(label(rest, box.x + names, y, size=11, fill=colors.FAINT))
    return joined(parts)


def _vertical(pairs: list[tuple[Frame, float]], box: Box) -> Markup:
    parts = []
    for (frame, value), column in zip(pairs, box.columns(len(pairs)), strict=True):
        text = shown(value, frame.look)
        track = column.inset(column.w * 0.12, 20, column.w * 0.12, 20)
        y = Scale(*_bounds(pairs, frame), track.bottom, track.y)
        top = y.at(value) if math.isfinite(value) else track.bottom
        x = column.middle[0]
        parts += [
            _bar(track, colors.TRACK),
            _bar(Box(track.x, top, track.w, track.bottom - top), text.color),
            label(
                text.text,
                x,
                column.y + 13,
                size=_SIZE + 1,
                fill=text.color,
                anchor="middle",
                weight="600",
                room=column.w,
            ),
            label(
                frame.name,
                x,
                column.bottom - 5,
                size=11,
                anchor="middle",
                room=column.w,
            ),
        ]
    return joined(parts)


def _bar(box: Box, color: str) -> Markup:
    return tag(
        "rect",
        x=box.x,
        y=box.y,
        width=max(0.0, box.w),
        height=max(0.0, box.h),
        rx=2,
        fill=color,
    )

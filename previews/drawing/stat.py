"""The stat panel: big values, each with its name and a line of how it came; pure."""

import math
from collections.abc import Sequence

from previews.data.frames import Frame, PanelData
from previews.data.reduce import reduced
from previews.data.series import finite
from previews.drawing import colors
from previews.drawing.box import Box
from previews.drawing.scale import Scale, extent
from previews.drawing.svg import NOTHING, Markup, joined, path, tag
from previews.drawing.values import Shown, shown
from previews.drawing.words import label, width
from previews.model.dashboard import Json, Panel

_MOST = 24
_BIGGEST = 46
_SMALLEST = 10


def calculation(options: Json) -> str:
    """Return what makes one value of many."""
    wanted = (options.get("reduceOptions") or {}).get("calcs") or ["lastNotNull"]
    return str(wanted[0])


def draw(panel: Panel, data: PanelData, box: Box) -> Markup:
    """Return the panel's content."""
    frames = data.frames[:_MOST]
    places = tiles(box, len(frames), str(panel.options.get("orientation") or "auto"))
    alone = len(frames) == 1
    return joined(
        _tile(panel, frame, place, alone)
        for frame, place in zip(frames, places, strict=True)
    )


def tiles(
    box: Box, count: int, orientation: str = "auto", ratio: float = 2
) -> Sequence[Box]:
    """Return boxes for *count* values, near to *ratio* times as wide as high."""
    if orientation == "vertical" or count == 1:
        return box.columns(count)
    if orientation == "horizontal" and count * 34 <= box.h:
        return box.rows(count)

    def badness(columns: int) -> float:
        rows = math.ceil(count / columns)
        found = (box.w / columns) / (box.h / rows)
        return abs(math.log(found / ratio)) + 0.1 * (columns * rows - count)

    columns = min(range(1, count + 1), key=badness)
    rows = box.rows(math.ceil(count / columns))
    return [cell for row in rows for cell in row.columns(columns)][:count]


def _tile(panel: Panel, frame: Frame, box: Box, alone: bool) -> Markup:
    options = panel.options
    value = shown(reduced(frame.series.values, calculation(options)), frame.look)
    mode = str(options.get("colorMode") or "value")
    name = _name(frame, options, alone)
    on_ground = mode.startswith("background")
    ground = (
        tag(
            "rect",
            x=box.x,
            y=box.y,
            width=box.w,
            height=box.h,
            rx=3,
            fill=colors.mixed(colors.PANEL, _solid(value.color), 0.55),
        )
        if on_ground
        else NOTHING
    )
    has_line = options.get("graphMode", "area") == "area" and _has_line(frame)
    spark = _spark(frame, box, value.color) if has_line and not on_ground else NOTHING
    color = value.color if mode == "value" else colors.TEXT
    return tag("g", ground, spark, _text(value, name, color, box, has_line))


def _solid(color: str) -> str:
    return color if color.startswith("#") else colors.PANEL


def _name(frame: Frame, options: Json, alone: bool) -> str:
    mode = options.get("textMode") or "auto"
    if mode in ("value", "none") or (mode == "auto" and alone):
        return ""
    return frame.name


def _text(value: Shown, name: str, color: str, box: Box, has_line: bool) -> Markup:
    room = box.w - 16
    size = min(_BIGGEST, box.h * (0.42 if name else 0.6))
    size = max(
        _SMALLEST, min(size, size * room / max(1.0, width(value.text, size, bold=True)))
    )
    x, middle = box.middle
    if has_line:
        middle -= box.h * 0.08
    if not name:
        return label(
            value.text,
            x,
            middle + size * 0.36,
            size=size,
            fill=color,
            anchor="middle",
            weight="600",
            room=room,
        )
    small = min(15.0, max(10.0, size * 0.4))
    if box.h < 44:
        # One line: the name at the left, the value at the right.
        size = min(size, box.h * 0.6)
        taken = width(value.text, size, bold=True)
        return joined(
            [
                label(
                    name,
                    box.x + 8,
                    middle + small * 0.36,
                    size=small,
                    room=room - taken - 8,
                ),
                label(
                    value.text,
                    box.right - 8,
                    middle + size * 0.36,
                    size=size,
                    fill=color,
                    anchor="end",
                    weight="600",
                ),
            ]
        )
    top = middle - (size + small) / 2
    return joined(
        [
            label(name, x, top + small * 0.9, size=small, anchor="middle", room=room),
            label(
                value.text,
                x,
                top + small + size * 0.98,
                size=size,
                fill=color,
                anchor="middle",
                weight="600",
                room=room,
            ),
        ]
    )


def _has_line(frame: Frame) -> bool:
    return len(finite(frame.series.values)) > 2


def _spark(frame: Frame, box: Box, color: str) -> Markup:
    pairs = [
        (time, value)
        for time, value in zip(frame.series.times, frame.series.values, strict=True)
        if math.isfinite(value)
    ]
    low, high = extent((value for _, value in pairs), None, None)
    y = Scale(low, high, box.bottom - 1, box.bottom - box.h * 0.36)
    x = Scale(pairs[0][0], pairs[-1][0], box.x, box.right)
    points = [(x.at(time), y.at(value)) for time, value in pairs]
    ground = [(box.right, box.bottom), (box.x, box.bottom)]
    return joined(
        [
            tag(
                "path", d=path([*points, *ground]) + "Z", fill=color, fill_opacity=0.14
            ),
            tag(
                "path",
                d=path(points),
                fill="none",
                stroke=color,
                stroke_width=1.4,
                stroke_opacity=0.75,
            ),
        ]
    )

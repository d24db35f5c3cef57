"""The gauge panel: an arc from least to most with its thresholds; pure."""

import math
from collections.abc import Iterator

from previews.data.frames import Frame, PanelData
from previews.data.reduce import reduced
from previews.drawing import colors, units
from previews.drawing.box import Box
from previews.drawing.scale import Scale
from previews.drawing.stat import calculation, tiles
from previews.drawing.svg import NOTHING, Markup, joined, tag
from previews.drawing.values import shown
from previews.drawing.words import label, width
from previews.model.dashboard import Panel
from previews.model.fields import Look

_MOST = 12
# Degrees, clockwise from the top.
_FROM, _TO = -120.0, 120.0


def draw(panel: Panel, data: PanelData, box: Box) -> Markup:
    """Return the panel's content."""
    frames = data.frames[:_MOST]
    named = len(frames) > 1 or bool(data.frames[0].look.display_name)
    return joined(
        _gauge(panel, frame, place, named)
        for frame, place in zip(
            frames, tiles(box, len(frames), ratio=1.25), strict=True
        )
    )


def bounds(look: Look, values: list[float]) -> tuple[float, float]:
    """Return where an arc or bar begins and ends; 0 to 100 percent, else the data."""
    low = 0.0 if look.low is None else look.low
    if look.high is not None:
        return low, look.high if look.high > low else low + 1
    if look.unit == "percentunit":
        return low, 1.0
    if look.unit == "percent":
        return low, 100.0
    limits = [colors.absolute(look, each) for each in look.thresholds[1:]]
    high = max([*values, *(limit * 1.25 for limit in limits), low], default=low)
    return low, high if high > low else low + 1


def _gauge(panel: Panel, frame: Frame, box: Box, named: bool) -> Markup:
    value = reduced(frame.series.values, calculation(panel.options))
    if not math.isfinite(value):
        return _text(frame, value, box.middle, min(box.w, box.h) / 2, named)
    low, high = bounds(frame.look, [value])
    below = 24 if named else 8
    radius = max(12.0, min(box.w / 2 - 8, (box.h - below) / 1.56 - 4))
    x = box.x + box.w / 2
    y = box.y + (box.h - below - radius * 1.5) / 2 + radius
    turn = Scale(low, high, _FROM, _TO)
    thick = max(6.0, radius * 0.24)
    inner = radius - thick / 2 - 7
    parts = [
        _arc((x, y), inner, _FROM, _TO, thick, colors.TRACK),
        *_rim(frame.look, (x, y), radius, turn, panel),
        _arc(
            (x, y),
            inner,
            _FROM,
            turn.at(value),
            thick,
            colors.of_value(frame.look, value),
        ),
        _text(frame, value, (x, y), inner - thick / 2, named),
        _ends(frame.look, (x, y), inner, low, high),
    ]
    return tag("g", tag("title", frame.name), *parts)


def _rim(
    look: Look, center: tuple[float, float], radius: float, turn: Scale, panel: Panel
) -> Iterator[Markup]:
    if panel.options.get("showThresholdMarkers") is False:
        return
    edges = [
        turn.low,
        *(colors.absolute(look, t) for t in look.thresholds[1:]),
        turn.high,
    ]
    for number, each in enumerate(look.thresholds):
        start, end = turn.at(edges[number]), turn.at(edges[number + 1])
        yield _arc(center, radius - 1.5, start, end, 3, colors.named(each.color))


def _arc(
    center: tuple[float, float],
    radius: float,
    start: float,
    end: float,
    thick: float,
    color: str,
) -> Markup:
    if end - start < 0.2 or radius <= 0:
        return NOTHING
    (x1, y1), (x2, y2) = _at(center, radius, start), _at(center, radius, end)
    large = int(end - start > 180)
    return tag(
        "path",
        d=f"M{x1:.1f} {y1:.1f}A{radius:.1f} {radius:.1f} 0 {large} 1 {x2:.1f} {y2:.1f}",
        fill="none",
        stroke=color,
        stroke_width=thick,
    )


def _at(
    center: tuple[float, float], radius: float, degrees: float
) -> tuple[float, float]:
    turn = math.radians(degrees)
    return center[0] + radius * math.sin(turn), center[1] - radius * math.cos(turn)


def _text(
    frame: Frame, value: float, center: tuple[float, float], room: float, named: bool
) -> Markup:
    written = shown(value, frame.look)
    size = min(34.0, room * 0.62)
    size = max(
        11.0,
        min(size, size * room * 1.75 / max(1.0, width(written.text, size, bold=True))),
    )
    x, y = center
    big = label(
        written.text,
        x,
        y + size * 0.34,
        size=size,
        fill=written.color,
        anchor="middle",
        weight="600",
    )
    if not named:
        return big
    name = label(
        frame.name, x, y + (room + 20) * 1.0, size=12, anchor="middle", room=room * 3.2
    )
    return joined([big, name])


def _ends(
    look: Look, center: tuple[float, float], radius: float, low: float, high: float
) -> Markup:
    if radius < 42:
        return NOTHING
    parts = []
    for value, turn in ((low, _FROM), (high, _TO)):
        x, y = _at(center, radius, turn)
        text = units.text(value, look.unit, look.decimals)
        parts.append(
            label(text, x, y + 20, size=10, fill=colors.FAINT, anchor="middle")
        )
    return joined(parts)

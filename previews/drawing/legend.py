"""Legends: a swatch, the name and the calculations of each series; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from previews.data.frames import Frame
from previews.data.reduce import reduced, title
from previews.drawing import colors, units
from previews.drawing.box import Box
from previews.drawing.svg import Markup, joined, tag
from previews.drawing.words import fitted, label, width
from previews.model.dashboard import Json

_SIZE = 11
_LINE = 17
_SWATCH = 16
_GAP = 14
# Of the panel: the picture matters more.
_MOST_SHARE = 0.42
_COLUMN = 76


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend."""

    name: str
    color: str
    numbers: Sequence[str]


def entries(
    frames: Sequence[Frame], shades: Sequence[str], calculations: Sequence[str]
) -> list[Entry]:
    """Return an entry per frame, with the last value if nothing else is asked for."""
    return [
        Entry(
            frame.name,
            color,
            [
                units.text(
                    reduced(frame.series.values, how),
                    frame.look.unit,
                    frame.look.decimals,
                )
                for how in calculations
            ],
        )
        for frame, color in zip(frames, shades, strict=True)
    ]


def calculations(options: Json) -> tuple[str, ...]:
    """Return what a legend's configuration asks for, one value at least."""
    return tuple((options.get("legend") or {}).get("calcs") or ("lastNotNull",))


def draw(found: Sequence[Entry], options: Json, box: Box) -> tuple[Markup, Box]:
    """Return the legend inside *box*, and what it leaves for the picture."""
    legend = options.get("legend") or {}
    if not found or legend.get("showLegend") is False:
        return joined(()), box
    if legend.get("displayMode") == "hidden":
        return joined(()), box
    if legend.get("placement") == "right" and box.w > 360:
        w = min(box.w * 0.4, 320)
        side = Box(box.right - w + 8, box.y, w - 8, box.h)
        return _table(found, options, side), Box(box.x, box.y, box.w - w, box.h)
    if legend.get("displayMode") == "table":
        lines = min(len(found) + 1, _lines(box))
        h = lines * _LINE + 4
        bottom = Box(box.x, box.bottom - h, box.w, h)
        return _table(found, options, bottom), box.inset(0, 0, 0, h)
    return _flow(found, box)


def _lines(box: Box) -> int:
    return max(2, int(box.h * _MOST_SHARE / _LINE))


def _table(found: Sequence[Entry], options: Json, box: Box) -> Markup:
    names = calculations(options)
    room = max(1, int(box.h // _LINE) - 1)
    shown = found if len(found) <= room else found[: max(0, room - 1)]
    wide = [
        max([_COLUMN * 0.5, *(width(e.numbers[n], _SIZE) + 12 for e in shown)])
        for n in range(len(names))
    ]
    wide = [
        max(w, width(title(name), _SIZE) + 12)
        for w, name in zip(wide, names, strict=True)
    ]
    edges = [box.right - sum(wide[n + 1 :]) for n in range(len(names))]
    y = box.y + 12
    parts = [
        label(title(name), x, y, size=10, fill=colors.FAINT, anchor="end")
        for name, x in zip(names, edges, strict=True)
    ]
    for each in shown:
        y += _LINE
        parts.append(_swatch(each.color, box.x, y))
        space = box.w - _SWATCH - sum(wide) - 6
        parts.append(label(each.name, box.x + _SWATCH, y, size=_SIZE, room=space))
        parts += [
            label(text, x, y, size=_SIZE, anchor="end")
            for text, x in zip(each.numbers, edges, strict=True)
        ]
    if len(shown) < len(found):
        rest = f"and {len(found) - len(shown)} more"
        parts.append(
            label(rest, box.x + _SWATCH, y + _LINE, size=_SIZE, fill=colors.FAINT)
        )
    return joined(parts)


def _flow(found: Sequence[Entry], box: Box) -> tuple[Markup, Box]:
    """Entries one after the other, like words."""
    lines: list[list[tuple[Entry, float]]] = [[]]
    x = 0.0
    for each in found:
        w = min(_SWATCH + width(_words(each), _SIZE) + _GAP, box.w)
        if x + w > box.w and lines[-1]:
            lines.append([])
            x = 0.0
        lines[-1].append((each, x))
        x += w
    most = _lines(box)
    cut = sum(len(line) for line in lines[most:])
    lines = lines[:most]
    h = len(lines) * _LINE + 4
    top = box.bottom - h
    parts = []
    for number, line in enumerate(lines):
        y = top + 13 + number * _LINE
        for each, x in line:
            parts.append(_swatch(each.color, box.x + x, y))
            parts.append(_entry(each, box.x + x + _SWATCH, y, box.w - x - _SWATCH))
    if cut:
        more = label(
            f"and {cut} more",
            box.right,
            top - 2,
            size=10,
            fill=colors.FAINT,
            anchor="end",
        )
        parts.append(more)
    return joined(parts), box.inset(0, 0, 0, h)


def _words(each: Entry) -> str:
    return "  ".join([each.name, *each.numbers])


def _entry(each: Entry, x: float, y: float, room: float) -> Markup:
    numbers = "  ".join(each.numbers)
    name = fitted(each.name, _SIZE, room - width(numbers, _SIZE) - 10)
    tip = [tag("title", each.name)] if name != each.name else []
    return tag(
        "text",
        name,
        tag("tspan", numbers, dx=7, fill=colors.FAINT),
        *tip,
        x=x,
        y=y,
        font_size=_SIZE,
        fill=colors.TEXT,
    )


def _swatch(color: str, x: float, y: float) -> Markup:
    return tag("rect", x=x, y=y - 6, width=11, height=4, rx=2, fill=color)

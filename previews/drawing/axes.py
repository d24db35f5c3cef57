"""Axes of a picture over time: grid, values at the left, UTC below; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from previews.drawing import colors, units
from previews.drawing.box import Box
from previews.drawing.scale import Scale, log_ticks, ticks, time_ticks
from previews.drawing.svg import Markup, joined, tag
from previews.drawing.words import label, width
from previews.model.fields import Look

_SIZE = 10.5
_BELOW = 18
_PER_TIME_TICK = 92
_PER_VALUE_TICK = 34


@dataclass(frozen=True, slots=True)
class Axes:
    """The picture's box with its two scales and what is drawn of them."""

    box: Box
    x: Scale
    y: Scale
    drawn: Markup


def most_ticks(box: Box) -> int:
    """Return how many values an axis of this height has room for."""
    return max(2, min(7, int((box.h - _BELOW) / _PER_VALUE_TICK)))


def draw(
    box: Box, times: tuple[float, float], values: tuple[float, float], look: Look
) -> Axes:
    """Return axes for *times* (Unix) and *values* (in the look's unit) in *box*."""
    base = _log_base(look)
    marks = (
        log_ticks(*values, base) if base else ticks(*values, most_ticks(box), look.unit)
    )
    texts = labels(marks, look)
    left = max([width(text, _SIZE) for text in texts], default=0) + 10
    inner = box.inset(min(left, box.w * 0.4), 6, 8, _BELOW)
    y = Scale(*values, inner.bottom, inner.y, base)
    x = Scale(*times, inner.x, inner.right)
    parts = [
        _line(inner.x, y.at(mark), inner.right, y.at(mark), colors.GRID)
        for mark in marks
    ]
    parts += [
        label(
            text,
            inner.x - 7,
            y.at(mark) + 3.5,
            size=_SIZE,
            fill=colors.FAINT,
            anchor="end",
        )
        for mark, text in zip(marks, texts, strict=True)
    ]
    parts += _times(inner, x, times)
    return Axes(inner, x, y, joined(parts))


def _times(inner: Box, x: Scale, times: tuple[float, float]) -> list[Markup]:
    parts = []
    for time, text in time_ticks(*times, max(2, int(inner.w / _PER_TIME_TICK))):
        at = x.at(time)
        parts.append(_line(at, inner.y, at, inner.bottom, colors.GRID))
        half = width(text, _SIZE) / 2
        # Not over the edge, where the panel's neighbour begins.
        middle = min(max(at, inner.x + half - 24), inner.right - half + 4)
        parts.append(
            label(
                text,
                middle,
                inner.bottom + 14,
                size=_SIZE,
                fill=colors.FAINT,
                anchor="middle",
            )
        )
    return parts


def labels(marks: Sequence[float], look: Look) -> list[str]:
    """Return the ticks' texts, with more digits where two would read the same."""
    texts = [units.text(mark, look.unit, look.decimals) for mark in marks]
    if len(set(texts)) == len(texts):
        return texts
    for decimals in range(1, 6):
        texts = [units.text(mark, look.unit, decimals) for mark in marks]
        if len(set(texts)) == len(texts):
            break
    return texts


def _log_base(look: Look) -> float:
    given = look.custom.get("scaleDistribution") or {}
    return float(given.get("log") or 2) if given.get("type") == "log" else 0


def _line(x1: float, y1: float, x2: float, y2: float, color: str) -> Markup:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=color)

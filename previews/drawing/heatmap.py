"""The heat map panel: buckets over time, darker to brighter; pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from previews.data.frames import Frame, PanelData
from previews.data.window import Window
from previews.drawing import colors, units
from previews.drawing.box import Box
from previews.drawing.scale import Scale, time_ticks
from previews.drawing.svg import Markup, joined, tag
from previews.drawing.words import label, width
from previews.model.dashboard import Panel
from previews.model.fields import look

_SIZE = 10.5
_KEY = 22


@dataclass(frozen=True, slots=True)
class Cells:
    """
    What a heat map shows.

    Attributes:
        names: Upper bound of each row, from below.
        counts: By row and Unix time.
    """

    names: Sequence[str]
    times: Sequence[float]
    counts: Mapping[tuple[int, float], float]


def cells(frames: Sequence[Frame]) -> Cells:
    """Return the frames as cells: a bucket's own share, not all that lies below it."""
    ordered = sorted(frames, key=_bound)
    cumulative = all("le" in frame.series.labels for frame in ordered)
    times = sorted({time for frame in ordered for time in frame.series.times})
    counts: dict[tuple[int, float], float] = {}
    below: dict[float, float] = {}
    for row, frame in enumerate(ordered):
        for time, value in zip(frame.series.times, frame.series.values, strict=True):
            if not math.isfinite(value):
                continue
            own = value - below.get(time, 0.0) if cumulative else value
            counts[row, time] = max(0.0, own)
            below[time] = value
    return Cells([_name(frame) for frame in ordered], times, counts)


def _bound(frame: Frame) -> float:
    try:
        return float(_name(frame).replace("+Inf", "inf"))
    except ValueError:
        return math.inf


def _name(frame: Frame) -> str:
    return frame.series.labels.get("le") or frame.name


def draw(panel: Panel, data: PanelData, window: Window, box: Box) -> Markup:
    """Return the panel's content."""
    found = cells(data.frames)
    unit = str((panel.options.get("yAxis") or {}).get("unit") or look(panel).unit)
    names = [_row_name(name, unit) for name in found.names]
    left = max(width(name, _SIZE) for name in names) + 12
    inner = box.inset(min(left, box.w * 0.4), 4, 8, 18 + _KEY)
    x = Scale(window.start_s, window.end_s, inner.x, inner.right)
    high = max(found.counts.values(), default=0.0)
    scheme = str((panel.options.get("color") or {}).get("scheme") or "Oranges")
    return joined(
        [
            tag(
                "rect",
                x=inner.x,
                y=inner.y,
                width=inner.w,
                height=inner.h,
                fill=colors.mixed(colors.PANEL, "#000000", 0.25),
            ),
            *_rects(found, inner, x, high, panel),
            *_rows(names, inner),
            *_times(window, inner, x),
            _key(
                inner,
                box,
                high,
                scheme,
                look(panel).unit if unit != look(panel).unit else "short",
            ),
        ]
    )


def _row_name(name: str, unit: str) -> str:
    try:
        bound = float(name.replace("+Inf", "inf"))
    except ValueError:
        return name
    return "+Inf" if math.isinf(bound) else units.text(bound, unit)


def _rects(
    found: Cells, inner: Box, x: Scale, high: float, panel: Panel
) -> list[Markup]:
    step = min(
        (b - a for a, b in zip(found.times, found.times[1:], strict=False)),
        default=60.0,
    )
    row_h = inner.h / len(found.names)
    scheme = str((panel.options.get("color") or {}).get("scheme") or "Oranges")
    parts = []
    for (row, time), count in found.counts.items():
        if count <= 0 or high <= 0:
            continue
        left, right = x.at(time - step), x.at(time)
        if right - left < 0.3:
            continue
        parts.append(
            tag(
                "rect",
                tag("title", f"{found.names[row]}: {units.number(count)}"),
                x=left,
                y=inner.bottom - (row + 1) * row_h + 0.5,
                width=max(0.6, right - left - 0.6),
                height=max(0.6, row_h - 1),
                # The root, so that the rare slow request can be seen beside many.
                fill=colors.along(scheme, math.sqrt(count / high)),
            )
        )
    return parts


def _rows(names: Sequence[str], inner: Box) -> list[Markup]:
    row_h = inner.h / len(names)
    every = max(1, math.ceil(14 / row_h))
    return [
        label(
            name,
            inner.x - 6,
            inner.bottom - (row + 0.5) * row_h + 3.5,
            size=_SIZE,
            fill=colors.FAINT,
            anchor="end",
        )
        for row, name in enumerate(names)
        if row % every == 0
    ]


def _times(window: Window, inner: Box, x: Scale) -> list[Markup]:
    marks = time_ticks(window.start_s, window.end_s, max(2, int(inner.w / 92)))
    return [
        label(
            text,
            min(x.at(time), inner.right - 14),
            inner.bottom + 14,
            size=_SIZE,
            fill=colors.FAINT,
            anchor="middle",
        )
        for time, text in marks
    ]


def _key(inner: Box, box: Box, high: float, scheme: str, unit: str) -> Markup:
    y, w = box.bottom - 13, min(180.0, inner.w * 0.5)
    count = 24
    parts = [
        tag(
            "rect",
            x=inner.x + n * w / count,
            y=y,
            width=w / count + 0.3,
            height=8,
            fill=colors.along(scheme, n / (count - 1)),
        )
        for n in range(count)
    ]
    texts = [
        label("0", inner.x - 6, y + 8, size=10, fill=colors.FAINT, anchor="end"),
        label(
            units.text(high, unit), inner.x + w + 6, y + 8, size=10, fill=colors.FAINT
        ),
    ]
    return joined([*parts, *texts])

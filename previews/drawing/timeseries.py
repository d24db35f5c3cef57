"""The time series panel; pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from previews.data.frames import Frame, PanelData
from previews.data.reduce import reduced
from previews.data.window import Window
from previews.drawing import axes, colors, legend
from previews.drawing.axes import Axes
from previews.drawing.box import Box
from previews.drawing.limits import limits
from previews.drawing.scale import extent, widened
from previews.drawing.stacks import stacked
from previews.drawing.svg import Markup, joined, path, tag
from previews.model.dashboard import Panel
from previews.model.fields import Look, look

Point = tuple[float, float]
# An axis ends at a tenth of its range, not at its next tick, which may be far.
_ROOM_STEPS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A frame with what it is drawn from: its tops, and what they stand on."""

    frame: Frame
    color: str
    tops: Sequence[float]
    floors: Sequence[float] | None


def draw(panel: Panel, data: PanelData, window: Window, box: Box) -> Markup:
    """Return the panel's content."""
    shades = [
        colors.of_series(frame.look, n, reduced(frame.series.values))
        for n, frame in enumerate(data.frames)
    ]
    entries = legend.entries(data.frames, shades, legend.calculations(panel.options))
    key, rest = legend.draw(entries, panel.options, box)
    lines = _lines(data.frames, shades)
    shared = look(panel)
    plot = axes.draw(
        rest, (window.start_s, window.end_s), _range(lines, shared), shared
    )
    return joined(
        [
            plot.drawn,
            limits(shared, plot),
            # The last ones below, so that the first one of the legend is on top.
            *(_series(line, plot) for line in reversed(lines)),
            key,
        ]
    )


def _lines(frames: Sequence[Frame], shades: Sequence[str]) -> list[Line]:
    grounds = stacked(frames)
    return [
        Line(frame, shade, *grounds[n])
        for n, (frame, shade) in enumerate(zip(frames, shades, strict=True))
    ]


def _range(lines: Iterable[Line], shared: Look) -> tuple[float, float]:
    values = [value for line in lines for value in line.tops if math.isfinite(value)]
    values += [v for line in lines for v in line.floors or () if math.isfinite(v)]
    custom = shared.custom
    if (custom.get("scaleDistribution") or {}).get("type") == "log":
        positive = [value for value in values if value > 0]
        low, high = extent(positive, shared.low or None, shared.high)
        return (low if low > 0 else high / 1000, high)
    for soft in (custom.get("axisSoftMin"), custom.get("axisSoftMax")):
        values += [] if soft is None else [float(soft)]
    low, high = extent(values, shared.low, shared.high)
    fixed = (shared.low is not None, shared.high is not None)
    return widened(low, high, _ROOM_STEPS, shared.unit, fixed)


def _series(line: Line, plot: Axes) -> Markup:
    custom = line.frame.look.custom
    if custom.get("drawStyle") == "bars":
        return _bars(line, plot)
    fill = min(100.0, float(custom.get("fillOpacity") or 0)) / 100
    parts: list[Markup] = []
    for first, last in _runs(line):
        points: Sequence[Point] = _points(line, line.tops, first, last, plot)
        if first == last - 1 or custom.get("drawStyle") == "points":
            parts += [
                tag("circle", cx=x, cy=y, r=2, fill=line.color) for x, y in points
            ]
            continue
        points = _stepped(points, str(custom.get("lineInterpolation") or ""))
        if fill > 0:
            parts.append(_area(line, points, first, last, plot, fill))
        parts.append(_stroke(line, points))
    return tag("g", tag("title", line.frame.name), *parts)


def _stroke(line: Line, points: Sequence[Point]) -> Markup:
    custom = line.frame.look.custom
    style = custom.get("lineStyle") or {}
    dash = " ".join(f"{float(each):g}" for each in style.get("dash") or (6, 6))
    return tag(
        "path",
        d=path(points),
        fill="none",
        stroke=line.color,
        stroke_width=float(custom.get("lineWidth") or 1) * 1.4,
        stroke_linejoin="round",
        stroke_dasharray=dash if style.get("fill") in ("dash", "dot") else None,
    )


def _area(
    line: Line,
    points: Sequence[Point],
    first: int,
    last: int,
    plot: Axes,
    opacity: float,
) -> Markup:
    if line.floors is None:
        ground = plot.y.at(max(0.0, plot.y.low))
        floor = [(points[-1][0], ground), (points[0][0], ground)]
    else:
        floor = _points(line, line.floors, first, last, plot)[::-1]
    return tag(
        "path", d=path([*points, *floor]) + "Z", fill=line.color, fill_opacity=opacity
    )


def _bars(line: Line, plot: Axes) -> Markup:
    times = line.frame.series.times
    gap_s = _step(times)
    w = max(1.0, (plot.x.at(times[0] + gap_s) - plot.x.at(times[0])) * 0.8)
    opacity = max(0.2, float(line.frame.look.custom.get("fillOpacity") or 80) / 100)
    parts = []
    for n, value in enumerate(line.tops):
        if not math.isfinite(value) or times[n] < plot.x.low:
            continue
        floor = line.floors[n] if line.floors else max(0.0, plot.y.low)
        top, ground = sorted((plot.y.at(value), plot.y.at(floor)))
        x = min(max(plot.x.at(times[n]) - w / 2, plot.box.x), plot.box.right - w)
        parts.append(tag("rect", x=x, y=top, width=w, height=ground - top))
    name = tag("title", line.frame.name)
    return tag("g", name, *parts, fill=line.color, fill_opacity=opacity)


def _points(
    line: Line, values: Sequence[float], first: int, last: int, plot: Axes
) -> list[Point]:
    times = line.frame.series.times
    return [(plot.x.at(times[n]), plot.y.at(values[n])) for n in range(first, last)]


def _runs(line: Line) -> list[tuple[int, int]]:
    """Return the stretches without a gap, as positions from … to before."""
    times, values = line.frame.series.times, line.tops
    step_s = _step(times)
    spans = line.frame.look.custom.get("spanNulls") is True
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    for n, value in enumerate(values):
        gap = n > 0 and times[n] - times[n - 1] > step_s * 1.5 and not spans
        if begin is not None and (gap or not math.isfinite(value)):
            runs.append((begin, n))
            begin = None
        if begin is None and math.isfinite(value):
            begin = n
    return runs if begin is None else [*runs, (begin, len(values))]


def _step(times: Sequence[float]) -> float:
    gaps = [b - a for a, b in pairwise(times)]
    return min(gaps, default=1.0)


def _stepped(points: Sequence[Point], how: str) -> Sequence[Point]:
    if how not in ("stepAfter", "stepBefore"):
        return points
    found = list(points[:1])
    for (x1, y1), (x2, y2) in pairwise(points):
        found += [(x2, y1) if how == "stepAfter" else (x1, y2), (x2, y2)]
    return found

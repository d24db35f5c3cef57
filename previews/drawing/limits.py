"""Thresholds in a picture over time: lines, areas or both; pure."""

from previews.drawing import colors
from previews.drawing.axes import Axes
from previews.drawing.svg import NOTHING, Markup, joined, tag
from previews.model.fields import Look


def limits(look: Look, plot: Axes) -> Markup:
    """Return the thresholds as ``thresholdsStyle`` asks for them."""
    mode = str((look.custom.get("thresholdsStyle") or {}).get("mode") or "off")
    if mode == "off" or not look.thresholds:
        return NOTHING
    parts: list[Markup] = []
    if "area" in mode:
        parts += _areas(look, plot)
    if "line" in mode or "dashed" in mode:
        parts += _lines(look, plot, dashed="dashed" in mode)
    return joined(parts)


def _lines(look: Look, plot: Axes, *, dashed: bool) -> list[Markup]:
    parts = []
    for each in look.thresholds[1:]:
        value = colors.absolute(look, each)
        if not plot.y.low <= value <= plot.y.high:
            continue
        y = plot.y.at(value)
        parts.append(
            tag(
                "line",
                x1=plot.box.x,
                x2=plot.box.right,
                y1=y,
                y2=y,
                stroke=colors.named(each.color),
                stroke_width=1.3,
                stroke_opacity=0.85,
                stroke_dasharray="8 5" if dashed else None,
            )
        )
    return parts


def _areas(look: Look, plot: Axes) -> list[Markup]:
    parts = []
    edges = [colors.absolute(look, each) for each in look.thresholds[1:]]
    bounds = [plot.y.low, *edges, plot.y.high]
    for number, each in enumerate(look.thresholds):
        top, bottom = plot.y.at(bounds[number + 1]), plot.y.at(bounds[number])
        if bottom - top < 0.5 or colors.named(each.color) == "none":
            continue
        parts.append(
            tag(
                "rect",
                x=plot.box.x,
                y=top,
                width=plot.box.w,
                height=bottom - top,
                fill=colors.named(each.color),
                fill_opacity=0.09,
            )
        )
    return parts

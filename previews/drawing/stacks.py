"""Series one on top of the other; pure."""

import math
from collections.abc import Sequence

from previews.data.frames import Frame

Ground = tuple[Sequence[float], Sequence[float] | None]


def stacked(frames: Sequence[Frame]) -> list[Ground]:
    """Return each frame's tops and floors; None for a floor where it stands alone."""
    heights: dict[tuple[str, float], float] = {}
    totals = _totals(frames)
    return [_ground(frame, heights, totals) for frame in frames]


def _group(frame: Frame) -> tuple[str, str]:
    given = frame.look.custom.get("stacking") or {}
    mode = str(given.get("mode") or "none")
    return ("" if mode == "none" else str(given.get("group") or "A"), mode)


def _totals(frames: Sequence[Frame]) -> dict[tuple[str, float], float]:
    totals: dict[tuple[str, float], float] = {}
    for frame in frames:
        group, mode = _group(frame)
        if mode == "percent":
            for time, value in zip(
                frame.series.times, frame.series.values, strict=True
            ):
                if math.isfinite(value):
                    totals[group, time] = totals.get((group, time), 0.0) + value
    return totals


def _ground(
    frame: Frame,
    heights: dict[tuple[str, float], float],
    totals: dict[tuple[str, float], float],
) -> Ground:
    group, mode = _group(frame)
    values = frame.series.values
    if not group:
        return values, None
    tops: list[float] = []
    floors: list[float] = []
    for time, value in zip(frame.series.times, values, strict=True):
        floor = heights.get((group, time), 0.0)
        if mode == "percent":
            value = value / totals[group, time] if totals.get((group, time)) else 0.0
        floors.append(floor)
        tops.append(floor + value)
        if math.isfinite(value):
            heights[group, time] = floor + value
    return tops, floors

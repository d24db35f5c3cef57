"""The signal over a run as SVG: its series, the threshold, and the milestones."""

import math
from collections.abc import Mapping, Sequence
from html import escape

from tools.evidence.cases import Case, shown
from tools.evidence.progress import Milestone
from tools.evidence.prometheus import Point

WIDTH, HEIGHT = 1040, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 16, 34, 30
_COLOURS = ("#2563eb", "#7c3aed", "#0891b2", "#db2777", "#65a30d", "#ea580c")
_STEPS = 5
_HEADROOM = 1.05
# A gap longer than that is one, not a line.
_GAP_S = 30.0
_MARKS = {
    Milestone.FAULT: "fault on",
    Milestone.FIRING: "firing",
    Milestone.CLEARED: "fault off",
    Milestone.RESOLVED: "resolved",
}


def chart(
    case: Case,
    history: Mapping[str, Sequence[Point]],
    reached: Mapping[Milestone, float],
) -> str:
    """Return the picture; a sentence where there is nothing to draw."""
    points = [point for series in history.values() for point in series]
    if not points:
        return "<p>The signal had no value during the run.</p>"
    begin, end = min(at for at, _ in points), max(at for at, _ in points)
    highest = max(*(value for _, value in points), case.threshold)
    scale = _Scale(begin=begin, end=max(end, begin + 1), step=round_step(highest))
    return "".join(
        [
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="'
            f'{escape(case.signal)} over the run">',
            *_grid(case, scale),
            *_marks(reached, scale),
            *(
                f'<path class="series" stroke="{colour}" d="{_path(series, scale)}">'
                f"<title>{escape(label or case.signal)}</title></path>"
                for colour, (label, series) in zip(
                    _COLOURS * (len(history) // len(_COLOURS) + 1),
                    history.items(),
                    strict=False,
                )
            ),
            "</svg>",
        ]
    )


def round_step(highest: float) -> float:
    """Return the smallest round step of which five reach above *highest*."""
    least = highest * _HEADROOM / _STEPS
    magnitude = 10.0 ** math.floor(math.log10(least))
    return next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= least)


class _Scale:
    """From time and value to pixels."""

    def __init__(self, *, begin: float, end: float, step: float) -> None:
        self.begin, self.end, self.step = begin, end, step
        self.top = step * _STEPS

    def x(self, at: float) -> float:
        share = (at - self.begin) / (self.end - self.begin)
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - _BOTTOM - value / self.top * (HEIGHT - _TOP - _BOTTOM)


def _grid(case: Case, scale: _Scale) -> list[str]:
    lines = []
    for part in range(_STEPS + 1):
        value = scale.step * part
        y = scale.y(value)
        lines.append(
            f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}"'
            f' y2="{y:.1f}"/><text x="{_LEFT - 8}" y="{y + 4:.1f}"'
            f' text-anchor="end">{shown(value, case)}</text>'
        )
    step_s = next(s for s in (30, 60, 120, 300, 900, 3600) if _fits(scale, s))
    for number in range(int((scale.end - scale.begin) // step_s) + 1):
        x = scale.x(scale.begin + number * step_s)
        lines.append(
            f'<text x="{x:.1f}" y="{HEIGHT - 10}" text-anchor="middle">'
            f"{_minutes(number * step_s)}</text>"
        )
    y = scale.y(case.threshold)
    lines.append(
        f'<line class="threshold" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}"'
        f' y2="{y:.1f}"/><text class="limit" x="{WIDTH - _RIGHT}" y="{y - 5:.1f}"'
        f' text-anchor="end">fires {case.limit}</text>'
    )
    return lines


def _fits(scale: _Scale, step_s: float) -> bool:
    return step_s >= 3600 or (scale.end - scale.begin) / step_s <= 14


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _marks(reached: Mapping[Milestone, float], scale: _Scale) -> list[str]:
    return [
        f'<line class="mark" x1="{scale.x(at):.1f}" x2="{scale.x(at):.1f}"'
        f' y1="{_TOP - 10}" y2="{HEIGHT - _BOTTOM}"/>'
        f'<text class="mark" x="{scale.x(at):.1f}" y="{_TOP - 16}"'
        f' text-anchor="middle">{_MARKS[milestone]}</text>'
        for milestone, at in reached.items()
        if milestone in _MARKS and scale.begin <= at <= scale.end
    ]


def _path(series: Sequence[Point], scale: _Scale) -> str:
    words = []
    before: float | None = None
    for at, value in series:
        starts = before is None or at - before > _GAP_S
        words.append(f"{'M' if starts else 'L'}{scale.x(at):.1f} {scale.y(value):.1f}")
        before = at
    return "".join(words)

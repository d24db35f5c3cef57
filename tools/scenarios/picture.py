"""A signal over a scenario as SVG: the fault, what was usual, and what was told."""

from collections.abc import Sequence
from html import escape

from tools.evidence.chart import round_step
from tools.scenarios.result import Curve, Result, Row

WIDTH, HEIGHT = 1040, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 16, 26, 28
_STEPS = 5
_TICK_S = 30
STYLE = """
svg .fault { fill: #dc2626; opacity: .12; }
svg .usual { fill: #2563eb; opacity: .15; }
svg .expected { fill: none; stroke: #2563eb; stroke-dasharray: 4 3; }
svg .value { fill: none; stroke: #be123c; stroke-width: 2; }
svg .told { stroke: #15803d; stroke-width: 1.5; }
svg .fires { stroke: #a16207; stroke-dasharray: 6 3; stroke-width: 1.5; }
"""


class _Scale:
    """From time and value to pixels."""

    def __init__(self, rows: Sequence[Row]) -> None:
        highest = max((v for row in rows for v in row[1:2] if v is not None), default=1)
        self.begin, self.end = rows[0][0], max(rows[-1][0], rows[0][0] + 1)
        self.step = round_step(max(highest, 1e-6))
        self.top = self.step * _STEPS

    def x(self, at: float) -> float:
        share = (at - self.begin) / (self.end - self.begin)
        return _LEFT + min(max(share, 0.0), 1.0) * (WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        share = min(max(value / self.top, 0.0), 1.0)
        return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)


def picture(result: Result, curve: Curve) -> str:
    """Return the picture; a sentence where there is nothing to draw."""
    if not any(row[1] is not None for row in curve.rows):
        return f"<p>{escape(curve.service)}: no value of {escape(curve.signal)}.</p>"
    scale = _Scale(curve.rows)
    name = f"{curve.service} {curve.operation}: {curve.signal}, {curve.unit}"
    return "".join(
        [
            f'<p class="quiet">{escape(name)}</p>',
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            f' aria-label="{escape(name)}">',
            _fault(result, scale),
            *_grid(result, scale),
            _band(curve.rows, scale),
            _line(curve.rows, 2, "expected", scale),
            _line(curve.rows, 1, "value", scale),
            *_marks(result, scale),
            "</svg>",
        ]
    )


def _fault(result: Result, scale: _Scale) -> str:
    x, end = scale.x(result.begin_s), scale.x(result.end_s)
    return (
        f'<rect class="fault" x="{x:.1f}" y="{_TOP}" width="{end - x:.1f}"'
        f' height="{HEIGHT - _TOP - _BOTTOM}"/>'
    )


def _grid(result: Result, scale: _Scale) -> list[str]:
    values = [scale.step * part for part in range(_STEPS + 1)]
    lines = [
        f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{scale.y(v):.1f}"'
        f' y2="{scale.y(v):.1f}"/><text x="{_LEFT - 8}" y="{scale.y(v) + 4:.1f}"'
        f' text-anchor="end">{v:g}</text>'
        for v in values
    ]
    first = int((scale.begin - result.begin_s) // _TICK_S) + 1
    last = int((scale.end - result.begin_s) // _TICK_S)
    step = max((last - first) // 12 + 1, 1)
    return lines + [
        f'<text x="{scale.x(result.begin_s + number * _TICK_S):.1f}"'
        f' y="{HEIGHT - 8}" text-anchor="middle">{number * _TICK_S:+d} s</text>'
        for number in range(first, last + 1)
        if number % step == 0
    ]


def _band(rows: Sequence[Row], scale: _Scale) -> str:
    known = [row for row in rows if row[3] is not None and row[4] is not None]
    if not known:
        return ""
    above = [f"{scale.x(r[0]):.1f},{scale.y(r[4] or 0):.1f}" for r in known]
    below = [f"{scale.x(r[0]):.1f},{scale.y(r[3] or 0):.1f}" for r in reversed(known)]
    return f'<polygon class="usual" points="{" ".join([*above, *below])}"/>'


def _line(rows: Sequence[Row], column: int, name: str, scale: _Scale) -> str:
    words, goes_on = [], False
    for row in rows:
        value = row[column]
        if value is not None:
            letter = "L" if goes_on else "M"
            words.append(f"{letter}{scale.x(row[0]):.1f} {scale.y(value):.1f}")
        goes_on = value is not None
    return f'<path class="{name}" d="{"".join(words)}"/>'


def _marks(result: Result, scale: _Scale) -> list[str]:
    alert = result.alert
    marks = [(at, "told", "incident") for at, _ in result.events]
    if alert and alert.firing_s:
        at = result.begin_s + alert.firing_s
        marks.append((at, "fires", f"{alert.alert.value} fires"))
    return [
        f'<line class="{name}" x1="{scale.x(at):.1f}" x2="{scale.x(at):.1f}"'
        f' y1="{_TOP}" y2="{HEIGHT - _BOTTOM}"/><text class="mark"'
        f' x="{scale.x(at):.1f}" y="{_TOP - 8}" text-anchor="middle">{text}</text>'
        for at, name, text in marks
    ]

"""The run as one bar: how long each part of it took."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.evidence.progress import Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the run; seconds since the fault."""

    name: str
    colour: str
    begin_s: float
    end_s: float


# What the time before each milestone was spent on, and its colour.
_PARTS = {
    Milestone.PENDING: ("noticed", "#fbbf24"),
    Milestone.FIRING: ("pending", "#f97316"),
    Milestone.ACTIVE: ("to Alertmanager", "#ef4444"),
    Milestone.NOTIFIED: ("grouped, sent", "#be123c"),
    Milestone.CLEARED: ("pictures taken", "#9f1239"),
    Milestone.RESOLVED: ("recovering", "#38bdf8"),
    Milestone.RESOLUTION_NOTIFIED: ("end sent", "#22c55e"),
}
# Narrower parts have no room for their name.
_ROOM = 0.1


def parts(seconds: Mapping[Milestone, float]) -> list[Part]:
    """Return the stretches between milestones, in order."""
    found = []
    before = 0.0
    for milestone, (name, colour) in _PARTS.items():
        if milestone not in seconds:
            break
        end = seconds[milestone]
        found.append(Part(name=name, colour=colour, begin_s=before, end_s=end))
        before = end
    return found


def bar(seconds: Mapping[Milestone, float]) -> str:
    """Return the bar as HTML; "" when the fault never began or nothing followed."""
    found = parts(seconds)
    total = found[-1].end_s if found else 0.0
    if total <= 0:
        return ""
    pieces = []
    for part in found:
        share = (part.end_s - part.begin_s) / total
        took = f"{part.end_s - part.begin_s:.0f} s"
        text = f"{part.name}<br>{took}" if share >= _ROOM else ""
        pieces.append(
            f'<div style="width:{share * 100:.3f}%;background:{part.colour}"'
            f' title="{part.name}: {took}">{text}</div>'
        )
    return f'<div class="bar">{"".join(pieces)}</div>'

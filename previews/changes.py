"""What differs between two versions of a set of dashboards; pure."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from previews.model.dashboard import Dashboard, Panel

# Where a panel is and what number it has says nothing of what it shows.
_PLACE = ("id", "gridPos", "panels")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Change:
    """
    A panel that differs.

    Attributes:
        before: Its position in the old version; None if it is new.
        after: Its position in the new one; None if it is gone.
        edits: What was edited, a line each.
    """

    title: str
    before: int | None
    after: int | None
    edits: tuple[str, ...] = ()
    moved: bool = False


def changes(before: Dashboard | None, after: Dashboard | None) -> list[Change]:
    """Return the panels that differ, in the order of the new version, then the old."""
    old, new = _by_title(before), _by_title(after)
    found: list[Change] = []
    for key, (position, panel) in new.items():
        if key not in old:
            found.append(Change(panel.title, None, position))
            continue
        was_at, was = old[key]
        edits = tuple(_edits(_content(was), _content(panel)))
        moved = was.place != panel.place
        if edits or moved:
            found.append(Change(panel.title, was_at, position, edits, moved))
    gone = [
        Change(panel.title, position, None)
        for key, (position, panel) in old.items()
        if key not in new
    ]
    return found + gone


def variables_differ(before: Dashboard, after: Dashboard) -> bool:
    """Return whether the choices above the panels are others."""
    return tuple(before.variables) != tuple(after.variables)


def _by_title(
    dashboard: Dashboard | None,
) -> Mapping[tuple[str, int], tuple[int, Panel]]:
    """Return panels by title, and by which one of that title it is."""
    seen: Counter[str] = Counter()
    found = {}
    for position, panel in enumerate(dashboard.panels if dashboard else ()):
        if panel.kind != "row":
            found[panel.title, seen[panel.title]] = (position, panel)
            seen[panel.title] += 1
    return found


def _content(panel: Panel) -> dict[str, Any]:
    return {key: value for key, value in panel.raw.items() if key not in _PLACE}


def _edits(before: Any, after: Any, path: str = "") -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            inner = f"{path}.{key}" if path else key
            yield from _edits(before.get(key), after.get(key), inner)
    elif isinstance(before, list) and isinstance(after, list):
        for number in range(max(len(before), len(after))):
            old = before[number] if number < len(before) else None
            new = after[number] if number < len(after) else None
            yield from _edits(old, new, f"{path}[{number}]")
    else:
        yield f"{path}: {_short(before)} → {_short(after)}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    text = "nothing" if value is None else text
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

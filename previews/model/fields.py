"""How the values of a field look: unit, limits, thresholds, colours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from previews.model.dashboard import Json, Panel


@dataclass(frozen=True, slots=True)
class Threshold:
    """From *value* on (None: from the start) things have this colour."""

    value: float | None
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """
    The configuration of one field, overrides applied.

    Attributes:
        percentage: Whether thresholds are percent of the way from *low* to *high*.
        color_mode: Grafana's, such as ``palette-classic`` or ``thresholds``.
        mappings: Values that are shown as a text, as written.
        custom: What only one panel type reads, such as ``fillOpacity``.
    """

    unit: str = "short"
    decimals: int | None = None
    low: float | None = None
    high: float | None = None
    thresholds: tuple[Threshold, ...] = ()
    percentage: bool = False
    color_mode: str = "palette-classic"
    fixed_color: str = ""
    display_name: str = ""
    no_value: str = ""
    mappings: tuple[Json, ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)


def look(panel: Panel, name: str = "", ref_id: str = "") -> Look:
    """Return the look of field *name* of the query *ref_id*."""
    merged: dict[str, Any] = dict(panel.defaults)
    custom = dict(merged.get("custom") or {})
    for override in panel.overrides:
        if not _matches(override.get("matcher") or {}, name, ref_id):
            continue
        for each in override.get("properties") or ():
            key = str(each.get("id", ""))
            if key.startswith("custom."):
                custom[key.removeprefix("custom.")] = each.get("value")
            else:
                merged[key] = each.get("value")
    return _look(merged, custom)


def _look(merged: Mapping[str, Any], custom: Mapping[str, Any]) -> Look:
    thresholds = merged.get("thresholds") or {}
    color = merged.get("color") or {}
    decimals = merged.get("decimals")
    return Look(
        unit=str(merged.get("unit") or "short"),
        decimals=None if decimals is None else int(decimals),
        low=_number(merged.get("min")),
        high=_number(merged.get("max")),
        thresholds=_thresholds(thresholds.get("steps") or ()),
        percentage=thresholds.get("mode") == "percentage",
        color_mode=str(color.get("mode") or "palette-classic"),
        fixed_color=str(color.get("fixedColor") or ""),
        display_name=str(merged.get("displayName") or ""),
        no_value=str(merged.get("noValue") or ""),
        mappings=tuple(merged.get("mappings") or ()),
        custom=custom,
    )


def _thresholds(steps: Iterable[Json]) -> tuple[Threshold, ...]:
    found = [
        Threshold(_number(step.get("value")), str(step.get("color") or "green"))
        for step in steps
    ]
    # The first one is where things start, whatever its value.
    return tuple(
        Threshold(None, each.color) if n == 0 else each for n, each in enumerate(found)
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _matches(matcher: Json, name: str, ref_id: str) -> bool:
    kind, wanted = matcher.get("id"), matcher.get("options")
    if kind == "byName":
        return wanted == name
    if kind == "byRegexp":
        return _found(str(wanted), name)
    if kind in ("byFrameRefID", "byFrameRefId"):
        return wanted == ref_id
    return False


def _found(written: str, name: str) -> bool:
    # As JavaScript writes it, /…/, or plain.
    plain = re.fullmatch(r"/(.*)/[a-z]*", written)
    try:
        return re.search(plain[1] if plain else f"^{written}$", name) is not None
    except re.error:
        return False

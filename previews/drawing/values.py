"""A value as a panel writes it: mapped to a word, or a number with its unit; pure."""

import math
import re
from dataclasses import dataclass
from typing import Any

from previews.drawing import colors, units
from previews.model.dashboard import Json
from previews.model.fields import Look


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of a value and its colour."""

    text: str
    color: str


def shown(value: float, look: Look) -> Shown:
    """Return *value* with its mapping, unit and colour."""
    for mapping in look.mappings:
        result = _mapped(mapping, value)
        if result is not None:
            color = result.get("color")
            return Shown(
                str(result.get("text") or units.text(value, look.unit, look.decimals)),
                colors.named(str(color)) if color else colors.of_value(look, value),
            )
    if math.isnan(value):
        return Shown(look.no_value or "No data", colors.FAINT)
    return Shown(
        units.text(value, look.unit, look.decimals), colors.of_value(look, value)
    )


def shown_text(text: str, look: Look) -> Shown | None:
    """Return how a text (a label's value) is mapped; None if it is not."""
    for mapping in look.mappings:
        options = mapping.get("options") or {}
        result: Any = None
        if mapping.get("type") == "value":
            result = options.get(text)
        elif mapping.get("type") == "regex" and _matches(options, text):
            result = options.get("result")
        if isinstance(result, dict):
            color = result.get("color")
            return Shown(
                str(result.get("text") or text),
                colors.named(str(color)) if color else colors.TEXT,
            )
    return None


def _matches(options: Json, text: str) -> bool:
    pattern = str(options.get("pattern", "")).strip("/")
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False


def _mapped(mapping: Json, value: float) -> Json | None:
    options = mapping.get("options") or {}
    kind = mapping.get("type")
    found: Any = None
    if kind == "value":
        found = next((r for key, r in options.items() if _same(key, value)), None)
    elif kind == "range" and not math.isnan(value):
        low, high = options.get("from"), options.get("to")
        inside = (low is None or value >= low) and (high is None or value <= high)
        found = options.get("result") if inside else None
    elif kind == "special":
        found = options.get("result") if _special(options, value) else None
    return found if isinstance(found, dict) else None


def _same(key: str, value: float) -> bool:
    try:
        return float(key) == value
    except ValueError:
        return False


def _special(options: Json, value: float) -> bool:
    nothing = math.isnan(value)
    return options.get("match") in ({"nan", "null", "null+nan"} if nothing else set())

"""Fills variables into queries and titles, as Grafana does for Prometheus."""

import re
from collections.abc import Mapping, Sequence

# $name, ${name}, ${name:format} and [[name]].
_VARIABLE = re.compile(
    r"\$(?P<plain>\w+)|\$\{(?P<braced>\w+)(?::(?P<format>\w+))?\}|\[\[(?P<old>\w+)\]\]",
    re.ASCII,
)
# What RE2 reads as more than the character itself.
_SPECIAL = re.compile(r"([\\.+*?()|\[\]{}^$])")
ALL = "$__all"
ANY = ".*"

Values = Mapping[str, Sequence[str]]


def filled(text: str, values: Values) -> str:
    """
    Return *text* with each known variable's value; unknown ones stay as they are.

    Args:
        values: By name. "All" is ``ALL``, or the value that stands for it alone.
    """

    def replace(match: re.Match[str]) -> str:
        name = match["plain"] or match["braced"] or match["old"]
        if name not in values:
            return match[0]
        return formatted(values[name], match["format"] or "")

    return _VARIABLE.sub(replace, text)


def formatted(chosen: Sequence[str], how: str = "") -> str:
    """Return the values as one text, by Grafana's name of a format."""
    if list(chosen) == [ALL]:
        return ANY
    if how == "raw":
        return ",".join(chosen)
    if how in ("csv", "text", "distributed"):
        return ",".join(chosen)
    if how == "pipe":
        return "|".join(chosen)
    if how == "doublequote":
        return ",".join(f'"{each}"' for each in chosen)
    if how == "regex" or len(chosen) > 1:
        escaped = [in_string(_SPECIAL.sub(r"\\\1", each)) for each in chosen]
        return escaped[0] if len(escaped) == 1 else f"({'|'.join(escaped)})"
    return in_string(chosen[0]) if chosen and chosen[0] != ANY else "".join(chosen)


def in_string(value: str) -> str:
    """Return *value* as it is written inside a string of PromQL."""
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def built_in(
    range_text: str, step_text: str, window_text: str, range_s: float
) -> Values:
    """Return what Grafana knows itself, as texts."""
    return {
        "__range": [range_text],
        "__range_s": [str(round(range_s))],
        "__range_ms": [str(round(range_s * 1000))],
        "__interval": [step_text],
        "__rate_interval": [window_text],
    }

"""Colours: the page's, Grafana's names, thresholds and scales; pure."""

import re
from collections.abc import Mapping, Sequence

from previews.model.fields import Look, Threshold

PAGE = "#111217"
PANEL = "#181b1f"
BORDER = "#2b2e34"
GRID = "#2a2d33"
TEXT = "#d5d6db"
FAINT = "#9a9ca6"
TRACK = "#2a2d33"
ALARM = "#f2495c"

# One after the other for series that have no colour of their own.
SERIES: Sequence[str] = (
    "#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#f2495c", "#b877d9", "#56c8d8",
    "#e57fb2", "#a3d36c", "#c9a27a", "#8ab8ff", "#ffb357", "#ff7383", "#ca95e5",
    "#2fa88a", "#d9d05a",
)  # fmt: skip
_NAMED: Mapping[str, str] = {
    "green": "#73bf69",
    "yellow": "#fade2a",
    "orange": "#ff9830",
    "red": "#f2495c",
    "blue": "#5794f2",
    "purple": "#b877d9",
    "text": TEXT,
    "transparent": "none",
    "gray": "#8e8e8e",
    "white": "#ffffff",
    "black": "#000000",
}
# How far the shades of a name go to black (below 0) or white.
_SHADES: Mapping[str, float] = {
    "super-light-": 0.55,
    "light-": 0.3,
    "semi-dark-": -0.18,
    "dark-": -0.35,
}
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_RGB = re.compile(
    r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(?:,\s*[\d.]+\s*)?\)", re.ASCII
)
# From little to much, for heat maps and continuous colours; on a dark ground the
# first is the darkest.
_SCHEMES: Mapping[str, Sequence[str]] = {
    "oranges": ("#3a2a1c", "#a8540f", "#ff9830", "#ffe2bd"),
    "blues": ("#182a45", "#1f60c4", "#5794f2", "#d6e6ff"),
    "greens": ("#1a2e1a", "#37872d", "#73bf69", "#dcf5d8"),
    "reds": ("#3a1a1f", "#ad1d2f", "#f2495c", "#ffd6db"),
    "purples": ("#2a1f38", "#7c2eA3", "#b877d9", "#eedcf8"),
    "spectral": ("#5e4fa2", "#3ea0b1", "#a9dca3", "#fdc46c", "#ee6445", "#9e0142"),
    "viridis": ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"),
    "ylorrd": ("#3d2f14", "#b8860b", "#ff9830", "#f2495c"),
    "grylrd": ("#73bf69", "#fade2a", "#f2495c"),
}
_SCHEMES_OF_MODES: Mapping[str, str] = {
    "continuous-GrYlRd": "grylrd",
    "continuous-BlYlRd": "spectral",
    "continuous-YlRd": "ylorrd",
    "continuous-blues": "blues",
    "continuous-greens": "greens",
    "continuous-reds": "reds",
    "continuous-purples": "purples",
}


def named(name: str) -> str:
    """Return the colour that Grafana calls *name*; grey if it is none."""
    if name in _NAMED:
        return _NAMED[name]
    for prefix, share in _SHADES.items():
        if name.startswith(prefix) and name.removeprefix(prefix) in _NAMED:
            toward = "#ffffff" if share > 0 else "#000000"
            return mixed(_NAMED[name.removeprefix(prefix)], toward, abs(share))
    if _HEX.fullmatch(name):
        return name
    rgb = _RGB.fullmatch(name)
    if rgb:
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in rgb.groups())
    return _NAMED["gray"]


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour *share* of the way from *one* to *other*, as #rrggbb."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(color: str) -> tuple[int, int, int]:
    digits = color.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def of_series(look: Look, position: int, value: float) -> str:
    """Return the colour of a series: its own, its threshold's, or the next one."""
    if look.color_mode in ("fixed", "shades") and look.fixed_color:
        return named(look.fixed_color)
    if look.color_mode == "thresholds":
        return of_value(look, value)
    return SERIES[position % len(SERIES)]


def of_value(look: Look, value: float) -> str:
    """Return the colour of a value that stands alone."""
    if look.color_mode == "fixed" and look.fixed_color:
        return named(look.fixed_color)
    if look.color_mode in _SCHEMES_OF_MODES:
        low, high = look.low or 0.0, 100.0 if look.high is None else look.high
        share = (value - low) / (high - low) if high > low else 0.0
        return along(_SCHEMES_OF_MODES[look.color_mode], share)
    return named(threshold_of(look, value).color)


def threshold_of(look: Look, value: float) -> Threshold:
    """Return the last threshold that *value* reaches."""
    found = look.thresholds[0] if look.thresholds else Threshold(None, "green")
    for each in look.thresholds[1:]:
        if value >= absolute(look, each):
            found = each
    return found


def absolute(look: Look, threshold: Threshold) -> float:
    """Return a threshold's value, of percent too."""
    value = threshold.value or 0.0
    if not look.percentage:
        return value
    low, high = look.low or 0.0, 100.0 if look.high is None else look.high
    return low + value / 100 * (high - low)


def along(scheme: str, share: float) -> str:
    """Return the colour *share* (0 to 1) of the way along a scheme."""
    stops = _SCHEMES.get(scheme.lower(), _SCHEMES["oranges"])
    if not 0 <= share <= 1:
        share = 1.0 if share > 1 else 0.0
    place = share * (len(stops) - 1)
    first = min(int(place), len(stops) - 2)
    return mixed(stops[first], stops[first + 1], place - first)

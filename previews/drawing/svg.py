"""SVG elements as text: whatever comes from outside is escaped here; pure."""

import re
from collections.abc import Iterable, Sequence
from html import escape

# What XML 1.0 cannot hold, not even escaped.
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Markup(str):
    """Text that is markup already; a plain str gets escaped."""

    __slots__ = ()


NOTHING = Markup("")


def escaped(text: str) -> Markup:
    """Return *text* so that a browser shows it and nothing else."""
    return text if isinstance(text, Markup) else Markup(escape(_ILLEGAL.sub("�", text)))


def joined(parts: Iterable[str]) -> Markup:
    """Return all *parts*, one after the other."""
    return Markup("".join(escaped(part) for part in parts))


def tag(name: str, /, *children: str, **attributes: str | float | None) -> Markup:
    """
    Return an element.

    Args:
        attributes: ``_`` stands for ``-``, a last one is dropped (``class_``); None
            leaves the attribute out.
    """
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return Markup(f"<{name}{words}/>")
    return Markup(f"<{name}{words}>{joined(children)}</{name}>")


def _value(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else pixels(value)


def pixels(value: float) -> str:
    """Return a number with no more digits than can be seen."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def path(points: Sequence[tuple[float, float]]) -> str:
    """Return path data along *points*."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)

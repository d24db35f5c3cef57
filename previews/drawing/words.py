"""Text of which the width is known about; pure."""

from previews.drawing import colors
from previews.drawing.svg import Markup, tag

FONT = "Inter, Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
_NARROW = frozenset("iljtfrI.,:;|!'()[]{}/ \\")
_WIDE = frozenset("mwMW%@—…")
# Shares of the font size, of a wide font: better room to spare than an overlap.
_WIDTHS = {"narrow": 0.37, "wide": 0.92, "upper": 0.7, "other": 0.61}
_ELLIPSIS = "…"
_BOLD = 1.12


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how many pixels *text* takes."""
    return size * sum(map(_share, text)) * (_BOLD if bold else 1)


def _share(character: str) -> float:
    if character in _NARROW:
        return _WIDTHS["narrow"]
    if character in _WIDE or ord(character) > 0x2E80:
        return _WIDTHS["wide"]
    return _WIDTHS["upper" if character.isupper() else "other"]


def fitted(text: str, size: float, room: float) -> str:
    """Return *text*, shortened with an ellipsis if it needs more than *room*."""
    if width(text, size) <= room:
        return text
    left = room - width(_ELLIPSIS, size)
    for end, character in enumerate(text):
        left -= size * _share(character)
        if left < 0:
            return text[:end].rstrip() + _ELLIPSIS
    return text


def wrapped(text: str, size: float, room: float, most: int) -> list[str]:
    """Return *text* in at most *most* lines."""
    lines = [""]
    words = text.split()
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = fitted(" ".join([lines[-1], *words[number:]]), size, room)
            break
        else:
            lines.append(word)
    return [fitted(line, size, room) for line in lines]


def label(
    text: str,
    x: float,
    y: float,
    *,
    size: float = 12,
    fill: str = colors.TEXT,
    anchor: str | None = None,
    weight: str | None = None,
    room: float | None = None,
) -> Markup:
    """Return one line of text at its baseline; the whole of it as tooltip if cut."""
    shown = text if room is None else fitted(text, size, room)
    children: list[str] = [shown]
    if shown != text:
        children.append(tag("title", text))
    return tag(
        "text",
        *children,
        x=x,
        y=y,
        font_size=size,
        fill=fill,
        text_anchor=anchor,
        font_weight=weight,
    )

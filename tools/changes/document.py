"""A text in parts, which fits where Markdown is shown and where HTML is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

# GitHub refuses comments above 65,536 characters.
LONGEST_COMMENT = 65_000
_PICTURED = "Pictures before and after are in the HTML report."
_LEFT_OUT = "Left out here: too long for a comment. The HTML report has it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture with its caption, as SVG."""

    caption: str
    svg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """
    One part.

    Attributes:
        text: Markdown.
        summary: What is shown while it is folded; "" for a part that never is.
        figures: For HTML only.
    """

    text: str
    summary: str = ""
    figures: tuple[Figure, ...] = ()

    def markdown(self) -> str:
        """Return the part as GitHub takes it."""
        told = f"{self.text}\n\n{_PICTURED}" if self.figures else self.text
        if not self.summary:
            return told
        head = f"<details><summary>{self.summary}</summary>"
        return f"{head}\n\n{told}\n\n</details>"


def text(markdown: str) -> Block:
    """Return a part that is always shown."""
    return Block(text=markdown)


def code(words: str) -> str:
    """Return *words* as code that fits into a table's cell, whatever they are."""
    shown = escape(words, quote=False)
    for character, entity in (("|", "&#124;"), ("\n", "<br>"), ("`", "&#96;"),
                              ("*", "&#42;"), ("_", "&#95;"), ("[", "&#91;"),
                              ("\\", "&#92;"), ("~", "&#126;")):  # fmt: skip
        shown = shown.replace(character, entity)
    return f"<code>{shown}</code>"


def plain(words: str) -> str:
    """Return *words* as text in which nothing is markup."""
    return code(words).removeprefix("<code>").removesuffix("</code>")


def fence(lines: str, language: str) -> str:
    """Return *lines* as a block of code."""
    ticks = "```"
    while ticks in lines:
        ticks += "`"
    return f"{ticks}{language}\n{lines}\n{ticks}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """
    Return a table.

    Args:
        heads: Those that end with a colon stand above numbers.
        rows: Cells in Markdown.
    """
    names = [head.removesuffix(":") for head in heads]
    rules = ["---:" if head.endswith(":") else "---" for head in heads]
    lines = [names, rules, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def comment(blocks: Sequence[Block], longest: int = LONGEST_COMMENT) -> str:
    """Return all parts as Markdown; the longest that fold go until it fits."""
    shown = list(blocks)
    while len(joined := _joined(shown)) > longest:
        folded = [b for b in shown if b.summary and b.text != _LEFT_OUT]
        if not folded:
            return f"{joined[: longest - len(_LEFT_OUT) - 2]}\n\n{_LEFT_OUT}"
        dearest = max(folded, key=lambda block: len(block.text))
        shown[shown.index(dearest)] = replace(dearest, text=_LEFT_OUT)
    return joined


def _joined(blocks: Iterable[Block]) -> str:
    return "\n\n".join(block.markdown() for block in blocks) + "\n"

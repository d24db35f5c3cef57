"""Each way in which one expression or one wait could be a little wrong."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.rules.tokens import Token, tokens

_SWAPS: Mapping[str, tuple[str, ...]] = {
    ">": (">=", "<"),
    "<": ("<=", ">"),
    ">=": (">", "<"),
    "<=": ("<", ">"),
    "==": ("!=",),
    "!=": ("==",),
    "+": ("-",),
    "-": ("+",),
    "*": ("/",),
    "/": ("*",),
}
_MATCHERS = {"=": "!=", "!=": "=", "=~": "!~", "!~": "=~"}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "and": ("or", "unless"),
    "or": ("and", "unless"),
    "unless": ("and", "or"),
    "sum": ("max",),
    "max": ("min",),
    "count": ("sum", "group"),
    "rate": ("increase",),
    "increase": ("rate",),
    "sum_over_time": ("max_over_time",),
    "max_over_time": ("min_over_time",),
}
# Above it a count is a quantity, where one more is no change worth a test.
_COUNTS_BELOW = 100
_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Mutant:
    """
    One change.

    Attributes:
        change: What was changed, with a word of what stands around it.
    """

    change: str
    expr: str
    wait: str


def mutants(expr: str, wait: str) -> Iterator[Mutant]:
    """Yield every mutant of a rule; *wait* is "" for a recording rule."""
    found = tokens(expr)
    for at, token in enumerate(found):
        for text in _instead(found, at):
            yield Mutant(
                _change(found, at, at + 1, text), _replaced(found, at, text), wait
            )
        if token.text in _MATCHERS and token.within.endswith("{"):
            begin, end = _matcher(found, at)
            without = "".join(t.text for t in (*found[:begin], *found[end:]))
            yield Mutant(_change(found, begin, end, ""), without, wait)
    if wait:
        for text in _longer_and_shorter(wait):
            yield Mutant(f"for «{wait} → {text}»", expr, text)


def _instead(found: list[Token], at: int) -> Iterator[str]:
    token = found[at]
    if token.kind == "duration":
        yield from _longer_and_shorter(token.text)
    elif token.kind == "number":
        yield from _other_numbers(token.text)
    elif token.kind == "name" and not token.within.endswith("{"):
        yield from _WORDS.get(token.text, ())
    elif token.kind == "operator" and token.within.endswith("{"):
        yield _MATCHERS[token.text]
    elif token.kind == "operator":
        yield from _SWAPS[token.text]


def _other_numbers(text: str) -> Iterator[str]:
    value = float(text)
    if value == 0:
        yield "1"
    elif value.is_integer() and value < _COUNTS_BELOW:
        yield from (f"{value + 1:g}", f"{value - 1:g}")
    else:
        yield from (f"{value * 1.1:g}", f"{value * 0.9:g}")


def _longer_and_shorter(text: str) -> Iterator[str]:
    match = re.fullmatch(r"(\d+)([smhd])", text)
    if match is None:
        raise ValueError(f"{text!r} is no duration of one unit, such as 5m")
    seconds = int(match[1]) * _UNITS_S[match[2]]
    yield f"{seconds * 2}s"
    yield f"{max(1, seconds // 2)}s"


def _matcher(found: list[Token], operator: int) -> tuple[int, int]:
    """Return where the matcher around *operator* begins and ends, one comma too."""
    begin, end = operator - 1, operator + 2
    if found[end].text == ",":
        end += 2 if found[end + 1].kind == "space" else 1
    elif found[begin - 1].kind == "space":
        begin -= 2
    elif found[begin - 1].text == ",":
        begin -= 1
    return begin, end


def _replaced(found: list[Token], at: int, text: str) -> str:
    return "".join(text if i == at else token.text for i, token in enumerate(found))


def _change(found: list[Token], begin: int, end: int, text: str) -> str:
    before = "".join(t.text for t in found[max(0, begin - 4) : begin])
    removed = "".join(t.text for t in found[begin:end])
    after = "".join(t.text for t in found[end : end + 3])
    return " ".join(f"{before}«{removed} → {text or 'nothing'}»{after}".split())

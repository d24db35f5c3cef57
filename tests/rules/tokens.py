"""PromQL cut into words, with what stands around each."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<duration>\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*(?!\w))
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<name>[A-Za-z_][\w:]*)
  | (?P<operator>=~|!~|==|!=|>=|<=|[-+*/%^><=])
  | (?P<mark>[(){}\[\],:])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """
    One word.

    Attributes:
        kind: A group of the expression above.
        within: Brackets that are open around it, such as ``({``.
    """

    kind: str
    text: str
    within: str


def tokens(expr: str) -> list[Token]:
    """Return all of *expr*, blanks too: joined they are the expression again."""
    found, within, at = [], "", 0
    while at < len(expr):
        match = _TOKEN.match(expr, at)
        if match is None:
            raise ValueError(f"no PromQL at {at}: {expr[at : at + 20]!r} of {expr!r}")
        text = match[0]
        if text in ")}]":
            within = within[:-1]
        found.append(Token(str(match.lastgroup), text, within))
        if text in "({[" and match.lastgroup == "mark":
            within += text
        at = match.end()
    return found


def words(expr: str) -> list[Token]:
    """Return the tokens without blanks."""
    return [token for token in tokens(expr) if token.kind != "space"]

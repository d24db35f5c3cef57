"""Which series an expression of Prometheus reads, as far as policies have to know."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_SELECTOR = re.compile(
    r"(?<![\w:$\"])([a-zA-Z_:][\w:]*)\s*(?:\{([^}]*)\})?(?!\s*[\w:(])", re.ASCII
)
_MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"', re.ASCII)


@dataclass(frozen=True, slots=True)
class Selector:
    """
    One name with its matchers.

    Attributes:
        matchers: Label, operator and value of each.
    """

    name: str
    matchers: tuple[tuple[str, str, str], ...]

    def accepts(self, labels: Mapping[str, str]) -> bool:
        """Return whether a series with these *labels* can be among what it reads."""
        return all(
            _accepts(operator, value, labels[label])
            for label, operator, value in self.matchers
            if label in labels
        )


def selectors(expr: str) -> Iterator[Selector]:
    """Yield every selector of *expr*; words that are none of a metric do no harm."""
    for name, matchers in _SELECTOR.findall(expr):
        yield Selector(name, tuple(_MATCHER.findall(matchers)))


def _accepts(operator: str, value: str, found: str) -> bool:
    if "$" in value:
        # A variable of a dashboard, which can be anything.
        return True
    if operator in ("=", "!="):
        return (value == found) == (operator == "=")
    return bool(re.fullmatch(value, found)) == (operator == "=~")

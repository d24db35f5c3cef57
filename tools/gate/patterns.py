"""Which files belong to a stage."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

_MEANINGS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_SPECIAL = re.compile(r"\*\*/|\*\*|\*|\?")


@cache
def expression(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches a path that one of *patterns* means."""
    return re.compile("|".join(f"(?:{_translated(each)})" for each in patterns))


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether one of *patterns* means the file *name*."""
    return expression(patterns).fullmatch(name) is not None


def selected(digests: Mapping[str, str], patterns: Iterable[str]) -> dict[str, str]:
    """Return those of *digests* whose path one of *patterns* means."""
    wanted = tuple(patterns)
    return {name: value for name, value in digests.items() if matches(name, wanted)}


def _translated(pattern: str) -> str:
    parts, end = [], 0
    for found in _SPECIAL.finditer(pattern):
        parts += [re.escape(pattern[end : found.start()]), _MEANINGS[found[0]]]
        end = found.end()
    return "".join([*parts, re.escape(pattern[end:])])

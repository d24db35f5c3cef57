"""Reads setting values and collects every mistake in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from catalog.identity import PROJECT

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One setting that cannot be used, and what to do about it."""

    key: str
    value: str
    problem: str

    def __str__(self) -> str:
        """Return the mistake as one line: key, value, fix."""
        return f"{self.key}: {self.value!r} {self.problem}"


class Reader:
    """
    Reads values and collects what is wrong with them.

    A secret is a key like any other here, but its value is never looked at.
    """

    def __init__(self, raw: Mapping[str, object]) -> None:
        self._texts = {key: text_of(value) for key, value in raw.items()}
        self.mistakes: list[Mistake] = []

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def read(self, key: str, parse: Callable[[str], T], default: T) -> T:
        """Return the value of *key*; the default where there is none that works."""
        text = self._texts.get(key)
        if text is None:
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.refuse(key, text, str(error))
            return default

    def refuse(self, key: str, value: str, problem: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(f"{PROJECT}:{key}", value, problem))


def text_of(value: object) -> str:
    """Return a value of YAML as text."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip()

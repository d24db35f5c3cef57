"""What a query string says, checked."""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from aiops.errors import InvalidInput

_LONGEST = 300
# A moment beyond is a mistake, and arithmetic with it loses the seconds.
_LATEST_S = 1e11
_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")
Choice = TypeVar("Choice", bound=StrEnum)


class Parameters:
    """
    Reads the parameters of one request.

    Every method raises ``InvalidInput`` that names the parameter, what it was, and
    what it may be.
    """

    def __init__(self, arguments: Mapping[str, str]) -> None:
        self._arguments = arguments

    def text(self, name: str) -> str | None:
        """Return a text; None where it is missing or empty."""
        text = self._arguments.get(name, "")
        if len(text) > _LONGEST:
            raise InvalidInput(
                f"{name} has {len(text)} characters; at most {_LONGEST} are taken"
            )
        return text or None

    def needed(self, name: str) -> str:
        """Return a text that must be there."""
        text = self.text(name)
        if text is None:
            raise InvalidInput(f"{name} is missing; give it in the query string")
        return text

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """Return a number from *least* to *most*."""
        given = self.text(name)
        if given is None:
            return default
        try:
            value = float(given)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            raise InvalidInput(
                f"{name} is {given!r}; give a number from {least:g} to {most:g}"
            )
        return value

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number from *least* to *most*."""
        return int(self.number(name, default, least, most))

    def flag(self, name: str) -> bool:
        """Return whether it is 1 or true."""
        given = self.text(name)
        if given not in (None, "0", "1", "true", "false"):
            raise InvalidInput(f"{name} is {given!r}; give 1 or 0")
        return given in ("1", "true")

    def choice(self, name: str, choices: type[Choice]) -> Choice:
        """Return one of *choices*."""
        given = self.needed(name)
        if given not in list(choices):
            raise InvalidInput(f"{name} is {given!r}; give one of {', '.join(choices)}")
        return choices(given)

    def time_s(self, name: str, default_s: float) -> float:
        """Return a time, in seconds since the epoch or as ISO 8601 with a zone."""
        given = self.text(name)
        if given is None:
            return default_s
        found_s = _moment_s(given)
        if found_s is None or not 0 <= found_s <= _LATEST_S:
            raise InvalidInput(
                f"{name} is {given!r}; give seconds since the epoch, or ISO 8601 with a"
                " zone such as 2026-01-20T10:30:15Z"
            )
        return found_s

    def period(self, now_s: float, *, default_s: float) -> tuple[float, float]:
        """Return ``from`` and ``to``: by default the last *default_s* seconds."""
        end_s = self.time_s("to", now_s)
        start_s = self.time_s("from", end_s - default_s)
        if not start_s < end_s:
            raise InvalidInput(
                f"from, {start_s:g}, is not before to, {end_s:g}; swap them"
            )
        return start_s, end_s


def _moment_s(text: str) -> float | None:
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo is None else found.timestamp()

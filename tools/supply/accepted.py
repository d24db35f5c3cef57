"""Findings that somebody has looked at and accepted, each with the reason."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tools.supply.errors import AcceptedError

ACCEPTED_FILE = Path(__file__).with_name("accepted.toml")
COMMANDS = ("secrets", "dependencies", "images", "checkov")
# What a vulnerability is worth changes by the day; a reason for it has an end.
_ENDING = ("dependencies", "images")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """
    One finding that does not fail its command.

    Attributes:
        where: The finding's own; ``*`` stands for any letters: ``*/libc6``.
        until: The last day on which it counts; None has no end.
    """

    command: str
    where: str
    what: str
    reason: str
    until: date | None = None

    def covers(self, where: str, what: str) -> bool:
        """Return whether it speaks of this finding."""
        return self.what == what and fnmatchcase(where, self.where)


def parse(text: str, name: str = ACCEPTED_FILE.name) -> tuple[Accepted, ...]:
    """
    Return the entries of a TOML *text*.

    Raises:
        AcceptedError: When it is no TOML, or an entry lacks something.
    """
    try:
        entries = tomllib.loads(text).get("accepted", [])
    except tomllib.TOMLDecodeError as error:
        raise AcceptedError(f"{name}: {error}") from error
    problems = [p for n, entry in enumerate(entries, 1) for p in _mistakes(n, entry)]
    if problems:
        raise AcceptedError(f"{name}:\n" + "\n".join(f"  {p}" for p in problems))
    return tuple(Accepted(**entry) for entry in entries)


def _mistakes(number: int, entry: Mapping[str, Any]) -> Iterator[str]:
    for key in ("command", "where", "what", "reason"):
        value = entry.get(key)
        if not isinstance(value, str) or not value.strip():
            yield f"entry {number}: {key} is {value!r}; give a text"
    command, until = entry.get("command"), entry.get("until")
    if isinstance(command, str) and command not in COMMANDS:
        yield f"entry {number}: command is {command!r}; one of {', '.join(COMMANDS)}"
    if until is not None and type(until) is not date:
        yield f"entry {number}: until is {until!r}; give a day, such as 2027-03-31"
    if until is None and command in _ENDING:
        yield f"entry {number}: until is missing; no vulnerability is accepted for ever"
    for key in entry.keys() - {"command", "where", "what", "reason", "until"}:
        yield f"entry {number}: {key!r} means nothing; remove it"

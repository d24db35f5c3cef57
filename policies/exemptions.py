"""Exemptions of single resources from single policies, each with reason and end."""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policies.catalogue import POLICIES
from policies.kept import KEPT

FILE = Path(__file__).with_name("exemptions.toml")
# What an exemption may be from: the change report's refusals too.
NAMES = frozenset({policy.name for policy in POLICIES} | set(KEPT))
# The policy that exemptions themselves are under.
POLICY = "exemptions-current"
_FIELDS = {"policy": str, "stack": str, "resource": str, "reason": str, "until": date}


class ExemptionsError(ValueError):
    """The file of exemptions cannot be used; the message lists every mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """
    One resource of one stack that may break one policy.

    Attributes:
        until: The last day on which it counts.
    """

    policy: str
    stack: str
    resource: str
    reason: str
    until: date

    def covers(self, policy: str, stack: str, resource: str, today: date) -> bool:
        """Return whether it excuses *resource* today."""
        named = (self.policy, self.stack, self.resource) == (policy, stack, resource)
        return named and today <= self.until


def read() -> tuple[Exemption, ...]:
    """
    Return the exemptions of the committed file.

    Raises:
        ExemptionsError: When it has a mistake.
    """
    return parse(FILE.read_text())


def parse(text: str, policies: Collection[str] = NAMES) -> tuple[Exemption, ...]:
    """
    Return the exemptions of a TOML *text*.

    Raises:
        ExemptionsError: When it is no TOML, or an entry lacks something.
    """
    try:
        entries = tomllib.loads(text).get("exemption", [])
    except tomllib.TOMLDecodeError as error:
        raise ExemptionsError(f"policies/exemptions.toml: {error}") from error
    problems = [p for n, entry in enumerate(entries, 1) for p in _mistakes(n, entry)]
    problems += [
        f"exemption {n}: policy {entry['policy']!r} does not exist; choose from"
        f" {', '.join(sorted(policies))}"
        for n, entry in enumerate(entries, 1)
        if isinstance(entry.get("policy"), str) and entry["policy"] not in policies
    ]
    if problems:
        lines = "\n".join(f"  {problem}" for problem in problems)
        raise ExemptionsError(f"policies/exemptions.toml:\n{lines}")
    return tuple(Exemption(**entry) for entry in entries)


def expired(exemptions: Iterable[Exemption], stack: str, today: date) -> Iterator[str]:
    """Yield a sentence for each exemption of *stack* whose day has passed."""
    for each in exemptions:
        if each.stack == stack and each.until < today:
            yield (
                f"{each.resource} is no longer exempt from {each.policy} since"
                f" {each.until} ({each.reason}); mend it, or decide anew in"
                " policies/exemptions.toml"
            )


def _mistakes(number: int, entry: Mapping[str, Any]) -> Iterator[str]:
    for key, kind in _FIELDS.items():
        value = entry.get(key)
        if not isinstance(value, kind) or value == "":
            yield f"exemption {number}: {key} is {value!r}; give a {kind.__name__}"
    for key in entry.keys() - _FIELDS.keys():
        yield f"exemption {number}: {key!r} means nothing; remove it"

"""Stacks of pull requests: what they are called, and when their time is over."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NAME = re.compile(r"pr-[1-9][0-9]*")
DEFAULT_TTL_H = 72


@dataclass(frozen=True, kw_only=True)
class Ephemeral:
    """
    One pull request's stack.

    Attributes:
        born_s: When its first part was made, in Unix time.
    """

    name: str
    born_s: float

    def age_h(self, now_s: float) -> float:
        """Return how many hours ago it was made."""
        return (now_s - self.born_s) / 3600


def found(births: Iterable[tuple[str, float]]) -> list[Ephemeral]:
    """
    Return the stacks of pull requests, oldest first.

    Args:
        births: Stack of each container, volume, network or folder, and when that was
            made, in Unix time. Volumes and networks are not replaced by an update.
    """
    oldest: dict[str, float] = {}
    for name, born_s in births:
        if NAME.fullmatch(name):
            oldest[name] = min(born_s, oldest.get(name, born_s))
    stacks = [Ephemeral(name=name, born_s=born_s) for name, born_s in oldest.items()]
    return sorted(stacks, key=lambda each: each.born_s)


def overdue(
    stacks: Iterable[Ephemeral], *, now_s: float, ttl_h: float
) -> list[Ephemeral]:
    """Return those that have lived longer than *ttl_h* hours."""
    return [each for each in stacks if each.age_h(now_s) > ttl_h]

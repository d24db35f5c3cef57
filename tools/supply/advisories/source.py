"""Where advisories come from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from tools.supply.advisories.model import Advisory
from tools.supply.packages import Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    What a source says about packages.

    Attributes:
        silent: Why it says nothing about an ecosystem, by the ecosystem's family.
    """

    advisories: tuple[Advisory, ...]
    silent: Mapping[str, str]


class AdvisorySource(Protocol):
    """Knows advisories, or says that it does not."""

    def ask(self, packages: Collection[Package]) -> Answer:
        """Return what is known of *packages*, and of which ecosystems nothing is."""
        ...

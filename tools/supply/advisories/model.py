"""An advisory in the OSV format (https://ossf.github.io/osv-schema/)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.supply.advisories.severity import Severity, rating

# Ranges of commits say nothing about versions.
_VERSION_RANGES = ("SEMVER", "ECOSYSTEM")


@dataclass(frozen=True, slots=True)
class Event:
    """Where a range of affected versions begins or ends."""

    kind: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """One package that an advisory speaks of, and which of its versions."""

    ecosystem: str
    name: str
    versions: frozenset[str]
    ranges: tuple[tuple[Event, ...], ...]

    def speaks_of(self, ecosystem: str, name: str) -> bool:
        """Return whether this is about a package; a family covers its releases."""
        family = ecosystem.partition(":")[0]
        return self.name == name and self.ecosystem in (ecosystem, family)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """
    One published vulnerability.

    Attributes:
        names: Its id and all other ids of the same vulnerability.
    """

    id: str
    names: frozenset[str]
    summary: str
    severity: Severity
    affected: tuple[Affected, ...]


def read(raw: Mapping[str, Any]) -> Advisory | None:
    """Return the advisory of an OSV document; None when it was withdrawn."""
    if raw.get("withdrawn"):
        return None
    text = str(raw.get("summary") or raw.get("details") or "")
    return Advisory(
        id=raw["id"],
        names=frozenset({raw["id"], *raw.get("aliases", ()), *raw.get("upstream", ())}),
        summary=text.strip().partition("\n")[0][:200],
        severity=rating(raw),
        affected=tuple(_affected(raw)),
    )


def _affected(raw: Mapping[str, Any]) -> Iterator[Affected]:
    for each in raw.get("affected", ()):
        if "package" not in each:
            continue
        ecosystem = each["package"]["ecosystem"]
        yield Affected(
            ecosystem=ecosystem,
            name=normal_name(ecosystem, each["package"]["name"]),
            versions=frozenset(each.get("versions", ())),
            ranges=tuple(
                tuple(
                    Event(*pair) for event in found["events"] for pair in event.items()
                )
                for found in each.get("ranges", ())
                if found["type"] in _VERSION_RANGES
            ),
        )


def normal_name(ecosystem: str, name: str) -> str:
    """Return *name* in the one spelling in which it is compared."""
    if ecosystem == "PyPI":
        from packaging.utils import canonicalize_name

        return canonicalize_name(name)
    return name

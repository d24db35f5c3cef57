"""Whether a version lies in a range of affected ones, in its ecosystem's order."""

from collections.abc import Iterable, Sequence

from univers.versions import (
    AlpineLinuxVersion,
    DebianVersion,
    GolangVersion,
    InvalidVersion,
    PypiVersion,
    SemverVersion,
    Version,
)

from tools.supply.advisories.model import Affected, Event

_ORDERS: dict[str, type[Version]] = {
    "PyPI": PypiVersion,
    "Go": GolangVersion,
    "npm": SemverVersion,
    "Debian": DebianVersion,
    "Ubuntu": DebianVersion,
    "Alpine": AlpineLinuxVersion,
}
# Before every version.
_BEGINNING = "0"


class Incomparable(ValueError):
    """A version cannot be put in the order of its ecosystem."""


def parsed(ecosystem: str, version: str) -> Version:
    """
    Return *version* as something that can be compared.

    Raises:
        Incomparable: It is no version there, or nobody knows that order.
    """
    family = ecosystem.partition(":")[0]
    if family not in _ORDERS:
        raise Incomparable(f"no order of versions is known for {family}")
    try:
        return _ORDERS[family](version)
    except (InvalidVersion, ValueError, TypeError) as error:
        raise Incomparable(f"{version!r} is no version of {family}") from error


def is_affected(affected: Affected, ecosystem: str, version: str) -> bool:
    """Return whether *version* is listed, or lies in one of the ranges."""
    if version in affected.versions:
        return True
    return any(_within(events, ecosystem, version) for events in affected.ranges)


def first_fixed(affected: Affected, ecosystem: str, version: str) -> str:
    """Return the lowest version that mends *version*; empty when none does."""
    here = parsed(ecosystem, version)
    later = [
        event.version
        for events in affected.ranges
        if version in affected.versions or _within(events, ecosystem, version)
        for event in events
        if event.kind == "fixed" and parsed(ecosystem, event.version) > here
    ]
    return min(later, key=lambda v: parsed(ecosystem, v), default="")


def _within(events: Sequence[Event], ecosystem: str, version: str) -> bool:
    # The evaluation of the OSV schema.
    here = parsed(ecosystem, version)
    limits = [e.version for e in events if e.kind == "limit" and e.version != "*"]
    if limits and all(here >= parsed(ecosystem, limit) for limit in limits):
        return False
    inside = False
    for event in _in_order(events, ecosystem):
        if event.version == _BEGINNING:
            inside |= event.kind == "introduced"
            continue
        there = parsed(ecosystem, event.version)
        if event.kind == "introduced":
            inside |= here >= there
        elif event.kind == "fixed":
            inside &= here < there
        elif event.kind == "last_affected":
            inside &= here <= there
    return inside


def _in_order(events: Iterable[Event], ecosystem: str) -> list[Event]:
    begin = [e for e in events if e.version == _BEGINNING]
    others = [e for e in events if e.version != _BEGINNING and e.kind != "limit"]
    return begin + sorted(others, key=lambda e: parsed(ecosystem, e.version))

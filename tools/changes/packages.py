"""What differs between two bills of materials in CycloneDX's JSON."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.changes.errors import InputError
from tools.changes.resources import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """
    The bill of one image.

    Attributes:
        packages: Versions by package URL without version.
        vulnerabilities: Severity by id; None where nobody has looked for any.
    """

    packages: Mapping[str, tuple[str, ...]]
    vulnerabilities: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageChange:
    """A package that comes, goes, or has another version."""

    kind: Kind
    package: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VulnerabilityChange:
    """A vulnerability that comes or goes."""

    kind: Kind
    id: str
    severity: str


def parse(text: str, name: str) -> Bill:
    """
    Return the bill that *text* holds.

    Args:
        name: What to call it in an error.

    Raises:
        InputError: When it is no CycloneDX in JSON.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InputError(f"{name} is no JSON: {error}") from error
    if not isinstance(document, dict) or document.get("bomFormat") != "CycloneDX":
        raise InputError(f"{name} is no CycloneDX in JSON; give a bill of materials")
    packages: dict[str, list[str]] = defaultdict(list)
    for package, version in _packages(document.get("components") or ()):
        packages[package].append(version)
    found = document.get("vulnerabilities")
    return Bill(
        packages={key: tuple(sorted(set(v))) for key, v in packages.items()},
        vulnerabilities=None if found is None else dict(map(_vulnerability, found)),
    )


def package_changes(before: Bill, after: Bill) -> tuple[PackageChange, ...]:
    """Return the packages in which two bills differ, by name."""
    old, new = before.packages, after.packages
    return tuple(
        PackageChange(
            kind=_kind(package in old, package in new),
            package=package.removeprefix("pkg:"),
            before=", ".join(old.get(package, ())),
            after=", ".join(new.get(package, ())),
        )
        for package in sorted(old.keys() | new.keys())
        if old.get(package) != new.get(package)
    )


def vulnerability_changes(
    before: Bill, after: Bill
) -> tuple[VulnerabilityChange, ...] | None:
    """Return what comes and goes; None where one of them was not audited."""
    old, new = before.vulnerabilities, after.vulnerabilities
    if old is None or new is None:
        return None
    return tuple(
        VulnerabilityChange(
            kind=_kind(each in old, each in new), id=each, severity={**old, **new}[each]
        )
        for each in sorted(old.keys() ^ new.keys())
    )


def _kind(was: bool, is_: bool) -> Kind:
    if was and is_:
        return Kind.CHANGED
    return Kind.DELETED if was else Kind.CREATED


def _packages(components: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for each in components:
        if purl := each.get("purl"):
            # Qualifiers name the distribution, which is not another package.
            bare = str(purl).partition("#")[0].partition("?")[0]
            package, at, version = bare.rpartition("@")
            yield (package, version) if at else (bare, str(each.get("version", "")))
        yield from _packages(each.get("components") or [])


def _vulnerability(raw: Mapping[str, Any]) -> tuple[str, str]:
    ratings = [r.get("severity") for r in raw.get("ratings") or () if "severity" in r]
    return str(raw.get("id")), str(ratings[0]) if ratings else "unknown"

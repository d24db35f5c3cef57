"""Which packages advisories speak of; pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tools.supply.advisories.model import Advisory, normal_name
from tools.supply.advisories.severity import Severity
from tools.supply.advisories.versions import Incomparable, first_fixed, is_affected
from tools.supply.packages import Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Vulnerability:
    """
    One vulnerability of one package, under all its names.

    Attributes:
        id: The CVE where there is one.
        fixed: The lowest version that mends it; empty when none does.
    """

    package: Package
    id: str
    names: frozenset[str]
    severity: Severity
    summary: str
    fixed: str


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found, and what could not be compared, one sentence each."""

    found: tuple[Vulnerability, ...]
    unclear: tuple[str, ...]


def match(packages: Iterable[Package], advisories: Iterable[Advisory]) -> Matches:
    """Return the vulnerabilities of *packages*, each once under all its names."""
    by_name = defaultdict(list)
    for advisory in advisories:
        for name in {affected.name for affected in advisory.affected}:
            by_name[name].append(advisory)
    found: list[Vulnerability] = []
    unclear: list[str] = []
    for package in sorted(set(packages)):
        name = normal_name(package.ecosystem, package.advised_name)
        own: list[Vulnerability] = []
        for advisory in by_name[name]:
            try:
                own += _of(package, name, advisory)
            except Incomparable as error:
                unclear.append(
                    f"{package.name} {package.version}, {advisory.id}: {error}"
                )
        found += merged(own)
    return Matches(tuple(found), tuple(unclear))


def _of(package: Package, name: str, advisory: Advisory) -> Iterator[Vulnerability]:
    ecosystem, version = package.ecosystem, package.advised_version
    hits = [
        affected
        for affected in advisory.affected
        if affected.speaks_of(ecosystem, name)
        and is_affected(affected, ecosystem, version)
    ]
    if hits:
        yield Vulnerability(
            package=package,
            id=preferred(advisory.names),
            names=advisory.names,
            severity=advisory.severity,
            summary=advisory.summary,
            fixed=next(
                filter(None, (first_fixed(a, ecosystem, version) for a in hits)), ""
            ),
        )


def merged(found: Iterable[Vulnerability]) -> list[Vulnerability]:
    """Return those of one package with what has a name in common told once."""
    groups: list[Vulnerability] = []
    for one in found:
        same = [group for group in groups if group.names & one.names]
        groups = [group for group in groups if group not in same]
        for other in same:
            names = one.names | other.names
            one = replace(
                one,
                id=preferred(names),
                names=names,
                severity=max(one.severity, other.severity),
                summary=one.summary or other.summary,
                fixed=one.fixed or other.fixed,
            )
        groups.append(one)
    return sorted(groups, key=lambda v: v.id)


def preferred(names: Iterable[str]) -> str:
    """Return the name that most people know: the CVE's, else the first."""
    return min(names, key=lambda name: (not name.startswith("CVE-"), name))

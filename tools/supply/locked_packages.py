"""The packages that lock files pin: pip's, Go's and npm's."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from tools.supply.packages import Package

_PIN = re.compile(
    r"^([A-Za-z0-9][A-Za-z0-9_.-]*)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE
)
_MODULE = re.compile(r"^(?:require\s+|\t)(\S+\.\S+/\S+|\S+\.\S+) (v\S+)", re.MULTILINE)
_REPLACED = re.compile(r"=> (\S+) (v\S+)")


def of_requirements(text: str) -> Iterator[Package]:
    """Yield what a hash-locked requirements file pins."""
    for name, version in _PIN.findall(text):
        yield Package(ecosystem="PyPI", name=name, version=version)


def of_go_mod(text: str) -> Iterator[Package]:
    """Yield the modules that a go.mod requires, and those that replace some."""
    for name, version in [*_MODULE.findall(text), *_REPLACED.findall(text)]:
        yield Package(ecosystem="Go", name=name, version=version)


def of_package_lock(text: str) -> Iterator[Package]:
    """Yield what a package-lock.json (version 2 or 3) pins."""
    for place, entry in json.loads(text).get("packages", {}).items():
        if place and "version" in entry:
            name = entry.get("name") or place.rpartition("node_modules/")[2]
            yield Package(ecosystem="npm", name=name, version=entry["version"])


def is_requirements(path: str) -> bool:
    """Return whether a file pins Python packages: compiled out of one beside it."""
    file = PurePosixPath(path)
    return file.suffix == ".txt" and file.parent.name == "requirements"


def of_files(root: Path, paths: Iterable[str]) -> tuple[Package, ...]:
    """Return all packages that the lock files among *paths* pin."""
    found: set[Package] = set()
    for path in paths:
        name = PurePosixPath(path).name
        if is_requirements(path):
            found.update(of_requirements((root / path).read_text()))
        elif name == "go.mod":
            found.update(of_go_mod((root / path).read_text()))
        elif name == "package-lock.json":
            found.update(of_package_lock((root / path).read_text()))
    return tuple(sorted(found))

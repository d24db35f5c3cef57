"""Copies what the program reads out of the checkout, so that it can run again."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

# What `pulumi up` reads. Images are named by content, and plugins are tools.
PARTS = (
    "Pulumi.yaml",
    "catalog",
    "infra",
    "services",
    "rules/generated",
    "dashboards/generated",
)
MIGRATIONS = Path("app/storage/migrations/versions")
_SUFFIXES_LEFT_OUT = (".pyc", ".md")


def files(checkout: Path) -> list[Path]:
    """Return the files of the program below *checkout*, relative and in order."""
    found: list[Path] = []
    for part in PARTS:
        path = checkout / part
        inside = path.rglob("*") if path.is_dir() else (path,)
        found += [each.relative_to(checkout) for each in inside if _counts(each)]
    return sorted(found)


def fingerprint(checkout: Path) -> str:
    """Return the SHA-256 over names and content of the program's files."""
    return fingerprint_of(
        (str(path), (checkout / path).read_bytes()) for path in files(checkout)
    )


def fingerprint_of(contents: Iterable[tuple[str, bytes]]) -> str:
    """Return the SHA-256 over names and contents."""
    total = hashlib.sha256()
    for name, data in contents:
        total.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()


def copy(checkout: Path, to: Path) -> None:
    """Copy the program's files into the folder *to*."""
    for path in files(checkout):
        target = to / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(checkout / path, target)


def migrations(checkout: Path) -> tuple[str, ...]:
    """Return the names of the shop's database migrations, oldest first."""
    found = (checkout / MIGRATIONS).glob("[0-9]*.py")
    return tuple(sorted(path.stem for path in found))


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix not in _SUFFIXES_LEFT_OUT

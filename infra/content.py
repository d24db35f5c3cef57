"""What the checkout holds, by hash: what a verdict of the gate is about."""

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path


def digests(checkout: Path) -> dict[str, str]:
    """Return the hash of each file of the checkout, by its path from there."""
    found = {}
    for name in sorted(files(checkout)):
        path = checkout / name
        if path.is_symlink():
            data = os.fsencode(os.readlink(path))
        elif path.is_file():
            data = path.read_bytes()
        else:
            # Deleted, but still in git's index.
            continue
        found[name] = hashlib.sha256(data).hexdigest()
    return found


def files(checkout: Path) -> set[str]:
    """Return every file that is tracked, or new and not ignored."""
    if not (checkout / ".git").exists():
        # A copy without history.
        return set(_walked(checkout))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return set(filter(None, listed.split("\0")))


def digest(parts: Mapping[str, str]) -> str:
    """Return one hash of *parts*, names and values."""
    text = "\0".join(f"{name}\0{value}" for name, value in sorted(parts.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def _walked(checkout: Path) -> Iterator[str]:
    patterns = _ignored(checkout / ".gitignore")
    for folder, folders, names in os.walk(checkout):
        below = Path(folder).relative_to(checkout)
        folders[:] = [
            each for each in folders if not _is_ignored(below / each, patterns)
        ]
        for name in names:
            if not _is_ignored(below / name, patterns):
                yield (below / name).as_posix()


def _ignored(path: Path) -> list[str]:
    lines = path.read_text().splitlines() if path.exists() else []
    return [line for line in lines if line and not line.startswith("#")]


def _is_ignored(path: Path, patterns: Iterable[str]) -> bool:
    # As far as our own .gitignore goes: names anywhere, and paths from the top.
    return any(
        fnmatch(f"/{path.as_posix()}", pattern.rstrip("/"))
        if pattern.startswith("/")
        else fnmatch(path.name, pattern.rstrip("/"))
        for pattern in patterns
    )

"""Programs that only tests use, and the Debian packages that hold them."""

import shutil
from pathlib import Path

PACKAGES = {
    "chromium": "chromium",
    "git": "git",
    "curl": "curl",
    "wrk": "wrk",
    "initdb": "postgresql",
}
# Debian keeps these off PATH.
_ELSEWHERE = {"initdb": Path("/usr/lib/postgresql")}


def lacking() -> tuple[str, ...]:
    """Return the packages of the programs that are not there."""
    return tuple(package for program, package in PACKAGES.items() if not _has(program))


def _has(program: str) -> bool:
    if shutil.which(program) is not None:
        return True
    folder = _ELSEWHERE.get(program)
    return folder is not None and any(folder.glob(f"*/bin/{program}"))

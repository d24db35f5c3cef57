"""Programs that only tests use, and the Debian packages that hold them."""

import shutil

PACKAGES = {"chromium": "chromium", "git": "git", "curl": "curl", "wrk": "wrk"}


def lacking() -> tuple[str, ...]:
    """Return the packages of the programs that are not on PATH."""
    return tuple(
        package
        for program, package in PACKAGES.items()
        if shutil.which(program) is None
    )

"""Decides which Pulumi is used."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tools.bootstrap.errors import PulumiError

Version = tuple[int, int, int]

NEEDED: Version = (3, 200, 0)
# Newer ones of this Go module are refused by some proxies.
PINNED = "3.200.0"
# The newest language host that is a Go module of its own.
HOST_PINNED = "3.75.0"
# Go reads a `tool` line from 1.24 on; older than 1.21 cannot fetch a newer toolchain.
GO_NEEDED: Version = (1, 21, 0)
DOWNLOADS = "https://get.pulumi.com"


class Origin(StrEnum):
    """Where the Pulumi that is used comes from."""

    PATH = "PATH"
    CACHE = "cache"
    INSTALLER = "official installer"
    GO = "Go modules"


@dataclass(frozen=True, kw_only=True)
class OnPath:
    """
    The `pulumi` on PATH.

    Attributes:
        host: Whether the Python language host lies beside it or on PATH.
    """

    path: Path
    version: Version | None
    host: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """
    What to do.

    Attributes:
        note: What the user should know of a Pulumi that is passed over.
    """

    origin: Origin
    note: str = ""


def choose(
    found: OnPath | None,
    *,
    cached: bool,
    network: Callable[[], bool],
    go: Callable[[], Version | None],
) -> Choice:
    """
    Decide which Pulumi to use.

    Args:
        cached: Whether ours is in the cache already.
        network: Tells whether Pulumi's downloads answer; asked only if it matters.
        go: Tells the version of Go on PATH, likewise.

    Raises:
        PulumiError: When none can be had.
    """
    note = refusal(found) if found else ""
    if found and not note:
        return Choice(origin=Origin.PATH)
    if cached:
        return Choice(origin=Origin.CACHE, note=note)
    if network():
        return Choice(origin=Origin.INSTALLER, note=note)
    found_go = go()
    if found_go is not None and found_go >= GO_NEEDED:
        return Choice(origin=Origin.GO, note=note)
    have = f"Go {spelled(found_go)}" if found_go else "no Go"
    raise PulumiError(
        f"Pulumi {spelled(NEEDED)} or newer is needed"
        + (f" ({note})" if note else " and not on PATH")
        + f"; {DOWNLOADS} does not answer, and building it takes Go 1.26 ({have} is on"
        " PATH). Install Pulumi (https://www.pulumi.com/docs/install), or Go"
        " (https://go.dev/dl)"
    )


def refusal(found: OnPath) -> str:
    """Return why the Pulumi on PATH is not used; empty if it is."""
    if found.version is None:
        return f"{found.path} does not say its version; reinstall or remove it"
    if found.version < NEEDED:
        return (
            f"{found.path} is {spelled(found.version)}, needed is {spelled(NEEDED)} or"
            " newer; upgrade it, or remove it from PATH"
        )
    if not found.host:
        return (
            f"{found.path} has no pulumi-language-python beside it; reinstall it, or"
            " remove it from PATH"
        )
    return ""


def parse_version(text: str) -> Version | None:
    """Return the first version in *text*, such as ``v3.200.0`` or ``go1.26``."""
    found = re.search(r"([0-9]+)\.([0-9]+)(?:\.([0-9]+))?", text)
    if found is None:
        return None
    return int(found[1]), int(found[2]), int(found[3] or 0)


def spelled(version: Version) -> str:
    """Return *version* as text."""
    return ".".join(map(str, version))

"""Chooses the docker resource plugin: the official one wins where it is installed."""

import importlib.metadata
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap.places import Places
from tools.bootstrap.private_files import private_folder
from tools.bootstrap.pulumi_choice import parse_version

BINARY = "pulumi-resource-docker"


@dataclass(frozen=True, kw_only=True)
class Plugin:
    """
    The plugin that is used.

    Attributes:
        folder: To be put on PATH.
    """

    folder: Path
    description: str
    official: bool


def find_official(homes: Iterable[Path]) -> Plugin | None:
    """Return the newest official plugin that is installed in one of *homes*."""
    found = [
        path
        for home in homes
        for path in (home / "plugins").glob(f"resource-docker-v*/{BINARY}")
    ]
    if not found:
        return None
    best = max(found, key=lambda path: parse_version(path.parent.name) or (0, 0, 0))
    version = best.parent.name.removeprefix("resource-docker-v")
    return Plugin(
        folder=best.parent, description=f"official docker {version}", official=True
    )


def homes(where: Places, env: Mapping[str, str] = os.environ) -> list[Path]:
    """Return where Pulumi may have installed plugins."""
    user = env.get("PULUMI_HOME") or Path(env.get("HOME") or Path.home()) / ".pulumi"
    return [where.pulumi_home, Path(user)]


def stand_in(where: Places) -> Plugin:
    """Write the launcher of our own plugin, if it is not there, and return it."""
    private_folder(where.bin)
    path = where.bin / BINARY
    text = launcher(where.venv / "bin" / "python")
    if not path.exists() or path.read_text() != text:
        scratch = path.with_name(f".{BINARY}.{os.getpid()}")
        scratch.write_text(text)
        scratch.chmod(0o755)
        scratch.rename(path)
    return Plugin(
        folder=where.bin,
        description=f"stand-in for pulumi-docker {wanted_version()} (plugins/docker)",
        official=False,
    )


def launcher(python: Path) -> str:
    """Return the script that starts our plugin; -P keeps Pulumi's folder off it."""
    return f'#!/bin/sh\nexec "{python}" -P -m plugins.docker "$@"\n'


def wanted_version() -> str:
    """Return the version of the docker plugin that the program is written for."""
    return importlib.metadata.version("pulumi-docker")

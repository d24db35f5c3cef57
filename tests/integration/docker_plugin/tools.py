"""Finds Pulumi and both plugins on this machine."""

import os
import shutil
import stat
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_PLUGIN = "pulumi-resource-docker"


def pulumi_folder() -> Path | None:
    """Return the folder of the Pulumi CLI: on PATH, or made by bootstrap."""
    if found := shutil.which("pulumi"):
        return Path(found).parent
    default = Path.home() / ".cache"
    base = Path(os.environ.get("XDG_CACHE_HOME") or default) / "pharos"
    cache = Path(os.environ.get("PHAROS_CACHE") or base)
    made = sorted((cache / "pulumi").glob("*/bin/pulumi"))
    return made[-1].parent if made else None


def write_stand_in(folder: Path) -> None:
    """Put a launcher of our plugin into *folder*."""
    launcher = folder / _PLUGIN
    launcher.write_text(
        f'#!/bin/sh\nPYTHONPATH="{_ROOT}" exec "{sys.executable}" '
        '-m plugins.docker "$@"\n'
    )
    launcher.chmod(launcher.stat().st_mode | stat.S_IXUSR)


def link_official(plugin: Path, folder: Path) -> None:
    """Put the official *plugin* into *folder*."""
    (folder / _PLUGIN).symlink_to(plugin)


def official_plugin() -> Path | None:
    """Return the official plugin: as told, or where Pulumi installs it."""
    if told := os.environ.get("PHAROS_OFFICIAL_DOCKER_PLUGIN"):
        return Path(told)
    home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
    found = sorted((home / "plugins").glob(f"resource-docker-v5.*/{_PLUGIN}"))
    return found[-1] if found else None

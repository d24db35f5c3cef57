"""Looks at this machine's Pulumi and Go, and gets the one to use."""

import json
import os
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tools.bootstrap import pulumi_build
from tools.bootstrap.places import Places
from tools.bootstrap.processes import OnLine, Processes
from tools.bootstrap.pulumi_choice import (
    DOWNLOADS,
    PINNED,
    Choice,
    OnPath,
    Origin,
    Version,
    choose,
    parse_version,
    spelled,
)
from tools.images.cache import write_json

_CONNECT_S = 2.0


@dataclass(frozen=True, kw_only=True)
class Pulumi:
    """
    The Pulumi that is used.

    Attributes:
        folder: Holds the CLI and the language host, unless they are on PATH.
    """

    folder: Path
    version: str
    origin: Origin
    note: str


def decide(where: Places) -> Choice:
    """
    Decide which Pulumi to use, changing nothing.

    Raises:
        PulumiError: When none can be had.
    """
    return choose(
        on_path(where.cache),
        cached=pulumi_build.cached_bin(where.cache) is not None,
        network=downloads_answer,
        go=go_version,
    )


def get(where: Places, processes: Processes, tell: OnLine, notice: OnLine) -> Pulumi:
    """
    Return the Pulumi to use, after installing or building it if need be.

    Args:
        tell: Takes what is going on at the moment.
        notice: Takes what has to stay visible.

    Raises:
        PulumiError: When none can be had.
        CommandFailed: When building it fails.
    """
    found = on_path(where.cache)
    choice = decide(where)
    if choice.origin is Origin.PATH and found and found.version:
        folder, version = found.path.parent, spelled(found.version)
    else:
        for folder in pulumi_build.damaged(where.cache):
            notice(f"Notice: {folder} is damaged; it is made again.")
        cached = pulumi_build.cached_bin(where.cache)
        version = PINNED
        folder = cached or pulumi_build.make(
            where.cache, choice.origin, processes, tell
        )
    return Pulumi(
        folder=folder, version=version, origin=choice.origin, note=choice.note
    )


def on_path(cache: Path) -> OnPath | None:
    """Return what there is of Pulumi on PATH."""
    found = shutil.which("pulumi")
    if found is None:
        return None
    path = Path(found)
    if path.is_relative_to(cache / "pulumi"):
        # `make env` put ours there, and we check ours by its hashes.
        return None
    beside = path.resolve().parent / "pulumi-language-python"
    host = beside.exists() or shutil.which("pulumi-language-python") is not None
    return OnPath(path=path, version=_version(path, cache), host=host)


def go_version() -> Version | None:
    """Return the version of Go on PATH."""
    go = shutil.which("go")
    return parse_version(_said([go, "env", "GOVERSION"])) if go else None


def downloads_answer() -> bool:
    """Tell whether Pulumi's downloads can be reached, within seconds."""
    host = urlsplit(DOWNLOADS).hostname
    try:
        socket.create_connection((host, 443), timeout=_CONNECT_S).close()
    except OSError:
        return False
    return True


def _version(path: Path, cache: Path) -> Version | None:
    # Asking takes a fifth of a second; a binary that was not touched is not asked.
    memory = cache / "pulumi" / "versions.json"
    stat = path.stat()
    key = f"{path} {stat.st_size} {stat.st_mtime_ns}"
    try:
        known: dict[str, str] = json.loads(memory.read_text())
    except (OSError, ValueError):
        known = {}
    if key not in known:
        known = {key: _said([str(path), "version"])}
        write_json(memory, known)
    return parse_version(known[key])


def _said(argv: list[str]) -> str:
    env = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "1"}
    try:
        return subprocess.run(
            argv, capture_output=True, text=True, env=env, timeout=30, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""

"""Where the Docker engine listens, by the rules of Docker's own CLI."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT = "unix:///var/run/docker.sock"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """
    An address and who says so.

    Attributes:
        chosen: Whether the user named it; then no other one is tried, or started.
    """

    url: str
    source: str
    chosen: bool


def endpoints(env: Mapping[str, str] = os.environ) -> list[Endpoint]:
    """Return the addresses to try, in order."""
    if env.get("DOCKER_HOST"):
        host = env["DOCKER_HOST"]
        return [Endpoint(url=host, source="DOCKER_HOST", chosen=True)]
    home = Path(env.get("HOME") or Path.home())
    folder = Path(env.get("DOCKER_CONFIG") or home / ".docker")
    name = env.get("DOCKER_CONTEXT") or current_context(folder)
    if name and (url := context_url(folder, name)):
        return [Endpoint(url=url, source=f"docker context {name!r}", chosen=True)]
    return [*_defaults(home, env)]


def current_context(folder: Path) -> str:
    """Return the context that `docker context use` has chosen; empty if none."""
    try:
        config = json.loads((folder / "config.json").read_text())
    except (OSError, ValueError):
        return ""
    name = str(config.get("currentContext") or "")
    return "" if name == "default" else name


def context_url(folder: Path, name: str) -> str:
    """Return the address of a context; empty if it has none."""
    key = hashlib.sha256(name.encode()).hexdigest()
    try:
        text = (folder / "contexts" / "meta" / key / "meta.json").read_text()
        return str(json.loads(text)["Endpoints"]["docker"]["Host"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _defaults(home: Path, env: Mapping[str, str]) -> Iterable[Endpoint]:
    yield Endpoint(url=DEFAULT, source="default socket", chosen=False)
    desktop = home / ".docker" / "run" / "docker.sock"
    if desktop.exists():
        yield Endpoint(url=f"unix://{desktop}", source="Docker Desktop", chosen=False)
    rootless = Path(env.get("XDG_RUNTIME_DIR") or "/nonexistent") / "docker.sock"
    if rootless.exists():
        yield Endpoint(url=f"unix://{rootless}", source="rootless", chosen=False)

"""Pulumi's state: which backend, and what a file backend holds of a stack."""

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from catalog.identity import PROJECT
from tools.bootstrap.errors import StateError
from tools.bootstrap.places import Places

# What a file backend calls the organisation of everybody.
_ORGANISATION = "organization"
CONTAINER = "docker:index/container:Container"
VOLUME = "docker:index/volume:Volume"


@dataclass(frozen=True, kw_only=True)
class Pending:
    """
    An operation that had begun when an update was cut off.

    Attributes:
        doing: Such as ``creating``.
        kind: The resource's type token.
        inputs: What it was to become.
    """

    doing: str
    urn: str
    kind: str
    inputs: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The logical name of the resource."""
        return self.urn.rpartition("::")[2]


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """
    What a file backend knows of one stack.

    Attributes:
        resources: URNs.
        containers: Name by id.
        exposed_volumes: URNs of volumes that an update could delete.
        encryption: Type of the secrets provider; empty before the first update.
    """

    resources: tuple[str, ...]
    pending: tuple[Pending, ...]
    containers: Mapping[str, str]
    exposed_volumes: tuple[str, ...]
    encryption: str


@dataclass(frozen=True, kw_only=True)
class StateLock:
    """A lock on a stack in a file backend, and whether its holder is gone."""

    path: Path
    pid: int
    host: str
    stale: bool


def backend_url(
    where: Places, setting: str | None, env: Mapping[str, str] = os.environ
) -> str:
    """Return the backend: the environment's, else the stack's, else a folder."""
    return env.get("PULUMI_BACKEND_URL") or setting or f"file://{where.backend}"


def local_folder(url: str) -> Path | None:
    """Return the folder of a file backend; None for all others."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return None
    return Path(unquote(parts.netloc + parts.path)).expanduser() / ".pulumi"


def checkpoint_file(folder: Path, stack: str) -> Path:
    """Return where a file backend keeps the state of *stack*."""
    return folder / "stacks" / PROJECT / f"{stack}.json"


def read_checkpoint(folder: Path, stack: str) -> Checkpoint | None:
    """
    Return what a file backend knows of *stack*; None if it does not know it.

    Raises:
        StateError: When the file is damaged.
    """
    path = checkpoint_file(folder, stack)
    try:
        return parse_checkpoint(path.read_text())
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StateError(
            f"{path} is damaged ({error}). Pulumi's own copy of the version before is"
            f" {path.name}.bak beside it; your backups: `make restore FILE=…`"
        ) from error


def parse_checkpoint(text: str) -> Checkpoint:
    """Return what the text of a checkpoint says."""
    latest = json.loads(text)["checkpoint"].get("latest") or {}
    resources = latest.get("resources") or ()
    return Checkpoint(
        resources=tuple(each["urn"] for each in resources),
        containers={
            each["id"]: str((each.get("outputs") or {}).get("name"))
            for each in resources
            if each.get("type") == CONTAINER
        },
        exposed_volumes=tuple(
            each["urn"]
            for each in resources
            if each.get("type") == VOLUME and not each.get("protect")
        ),
        pending=tuple(map(_pending, latest.get("pending_operations") or ())),
        encryption=(latest.get("secrets_providers") or {}).get("type", ""),
    )


def state_locks(folder: Path, stack: str) -> list[StateLock]:
    """Return the locks that lie on *stack* in a file backend."""
    locks = folder / "locks" / _ORGANISATION / PROJECT / stack
    return [read_lock(path) for path in sorted(locks.glob("*.json"))]


def read_lock(path: Path) -> StateLock:
    """Return what a lock file says; one that cannot be read belongs to nobody."""
    try:
        content = json.loads(path.read_text())
        pid, host = int(content["pid"]), str(content["hostname"])
    except (OSError, ValueError, KeyError, TypeError):
        return StateLock(path=path, pid=0, host="", stale=True)
    stale = host == socket.gethostname() and not _runs(pid)
    return StateLock(path=path, pid=pid, host=host, stale=stale)


def _pending(entry: Mapping[str, Any]) -> Pending:
    resource = entry["resource"]
    return Pending(
        doing=entry["type"],
        urn=resource["urn"],
        kind=resource["type"],
        inputs=resource.get("inputs") or {},
    )


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

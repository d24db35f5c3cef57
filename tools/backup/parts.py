"""Which data a stack has, and how each piece is copied; decided without an engine."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from catalog.identity import resource_name
from catalog.services import (
    ALERTMANAGER,
    COLLECTOR,
    ENGINE,
    GRAFANA,
    NOTIFICATIONS,
    POSTGRES,
    PROMETHEUS,
    SHOP_ROLES,
)
from infra.specs.shop import volume_name
from tools.backup.errors import BackupError

SILENCES = "silences.json"


class Way(StrEnum):
    """How a volume is copied while its processes run."""

    # Online backup of each SQLite database, other files as they are; nobody waits.
    ONLINE = "online"
    # As Prometheus's snapshot: links to finished files, copies of the last; nor here.
    TSDB = "tsdb"
    # All of it while its processes stand still: nothing is known of the files.
    STILL = "still"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """
    The data of one volume.

    Attributes:
        volume: Its name within the stack.
        containers: Names of those that mount it and run.
    """

    volume: str
    way: Way
    containers: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Its name in a backup."""
        return f"{self.volume}.tar"

    def name(self, stack: str) -> str:
        """Return the volume's name on the engine."""
        return resource_name(stack, self.volume)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A file of data in a backup."""

    sha256: str
    size: int


_SHOP = frozenset(volume_name(role) for role in SHOP_ROLES)
# Kept by its interface instead: it writes its volume every quarter of an hour only.
# And a queue is of the moment: what waits there would be sent a second time.
# PostgreSQL's own programs write its databases out, whatever its files look like.
_NOT_COPIED = (ALERTMANAGER.name, COLLECTOR.name, POSTGRES.name)


def way_of(volume: str) -> Way:
    """Return how the volume called *volume* within its stack is copied."""
    # The journal of notifications only grows: its copy ends somewhere.
    if volume in _SHOP or volume in (ENGINE.name, GRAFANA.name, NOTIFICATIONS.name):
        return Way.ONLINE
    return Way.TSDB if volume == PROMETHEUS.name else Way.STILL


def parts(
    stack: str, volumes: Iterable[str], mounted: Mapping[str, Iterable[str]]
) -> list[Part]:
    """
    Return what is copied of the volumes that the engine has of *stack*.

    Args:
        volumes: Names on the engine.
        mounted: Names of volumes by the name of a container that runs.
    """
    found = []
    for name in sorted(volumes):
        volume = name.removeprefix(resource_name(stack, ""))
        users = sorted(each for each, names in mounted.items() if name in names)
        if volume not in _NOT_COPIED:
            found.append(
                Part(volume=volume, way=way_of(volume), containers=tuple(users))
            )
    return found


def to_json(copied: Mapping[str, Copied]) -> dict[str, Any]:
    """Return what a backup says of its data."""
    return {name: asdict(each) for name, each in copied.items()}


def from_json(document: Mapping[str, Any]) -> dict[str, Copied]:
    """
    Return what a backup says of its data.

    Raises:
        BackupError: When it says something else.
    """
    try:
        return {name: Copied(**each) for name, each in document.items()}
    except TypeError as error:
        raise BackupError(f"the backup's list of data is damaged: {error}") from error


def silences_to_keep(listed: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return silences that have not ended, without what a new one must not say."""
    kept = ("matchers", "startsAt", "endsAt", "createdBy", "comment")
    return [
        {key: silence[key] for key in kept if key in silence}
        for silence in listed
        if silence["status"]["state"] != "expired"
    ]


def silences_to_make(
    wanted: Iterable[Mapping[str, Any]], present: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return those of *wanted* that are not there yet."""
    known = {_identity(each) for each in silences_to_keep(present)}
    return [silence for silence in wanted if _identity(silence) not in known]


def _identity(silence: Mapping[str, Any]) -> str:
    # A start in the past becomes the time of making: it identifies nothing.
    rest = {key: silence[key] for key in silence if key != "startsAt"}
    matchers = sorted(json.dumps(m, sort_keys=True) for m in silence["matchers"])
    return json.dumps({**rest, "matchers": matchers}, sort_keys=True)

"""Whether there is room for what is about to be made."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

GIB = 1 << 30
# Measured: what each way leaves behind, and half as much again.
CACHE_BUILD_GIB = 8.0
CACHE_WARM_GIB = 0.5
ENGINE_GIB = 3.0
ENGINE_WARM_GIB = 0.5
STATE_GIB = 0.1


@dataclass(frozen=True, kw_only=True)
class Need:
    """Room that a folder has to have."""

    folder: Path
    purpose: str
    gib: float
    fix: str


@dataclass(frozen=True, kw_only=True)
class Room:
    """A file system and what is free on it."""

    device: int
    free_gib: float


def shortages(
    needs: Iterable[Need], room_of: Callable[[Path], Room] | None = None
) -> list[str]:
    """
    Return what there is no room for.

    Folders of one file system have to share what is free on it.
    """
    look = room_of or room
    by_device: dict[int, list[Need]] = {}
    rooms: dict[int, Room] = {}
    for need in needs:
        found = look(need.folder)
        rooms[found.device] = found
        by_device.setdefault(found.device, []).append(need)
    return [
        _sentence(group, rooms[device].free_gib)
        for device, group in by_device.items()
        if sum(need.gib for need in group) > rooms[device].free_gib
    ]


def needs(where: Mapping[str, Path | None], *, cold: bool, builds: bool) -> list[Need]:
    """
    Return what a run needs.

    Args:
        where: Folders ``home``, ``cache`` and ``engine``; None is not on this machine.
        cold: Images or Pulumi have to be made or fetched.
        builds: They are built, not downloaded.
    """
    cache_gib = CACHE_BUILD_GIB if cold and builds else CACHE_WARM_GIB
    engine_gib = ENGINE_GIB if cold else ENGINE_WARM_GIB
    table = (
        ("home", "state", STATE_GIB, "set PHAROS_HOME to a folder with more room"),
        ("cache", "the cache", cache_gib, "set PHAROS_CACHE, or empty that folder"),
        (
            "engine",
            "images and volumes",
            engine_gib,
            "`docker system df` shows its use",
        ),
    )
    return [
        Need(folder=folder, purpose=purpose, gib=gib, fix=fix)
        for key, purpose, gib, fix in table
        if (folder := where.get(key)) is not None
    ]


def room(folder: Path) -> Room:
    """Look at the file system on which *folder* lies, or will lie."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Room(device=folder.stat().st_dev, free_gib=free / GIB)


def _sentence(group: list[Need], free_gib: float) -> str:
    parts = [
        f"{need.gib:g} GiB for {need.purpose} in {need.folder} ({need.fix})"
        for need in group
    ]
    return f"no disk space: {free_gib:.1f} GiB are free; needed are " + ", ".join(parts)

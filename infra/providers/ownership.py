"""Gives files to a workload's user, which takes root, or the engine that has it."""

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from infra.providers.versions import SECRET_MODE, FolderError

if TYPE_CHECKING:
    import docker

_CHOWN = """
import os, sys
uid, gid = int(sys.argv[1]), int(sys.argv[2])
for folder, _, files in os.walk("/folder"):
    for name in files:
        os.chown(os.path.join(folder, name), uid, gid, follow_symlinks=False)
"""


def give(version: Path, uid: int, gid: int, image: str) -> None:
    """
    Make *uid* and *gid* own the files below *version*.

    Files that everybody may read are left alone where root is not to be had.

    Args:
        image: Image with Python, for the container that does it in our stead.

    Raises:
        FolderError: When neither we nor the engine can.
    """
    if os.geteuid() == 0:
        for file in _files(version):
            os.chown(file, uid, gid, follow_symlinks=False)
    elif _needs_engine(version, uid):
        give_by_engine(version, uid, gid, image)


def give_by_engine(version: Path, uid: int, gid: int, image: str) -> None:
    """
    Do the same from a container of a moment, whose root may change owners.

    Raises:
        FolderError: When the engine refuses.
    """
    import docker  # only here: importing it takes a quarter of a second

    try:
        engine = docker.from_env()
        try:
            _run(engine, version, uid, gid, image)
        finally:
            engine.close()
    except docker.errors.DockerException as error:
        raise FolderError(
            f"cannot give {version} to user {uid}: {error}; the engine must be allowed"
            " to mount PHAROS_HOME (Docker Desktop: Settings, Resources, File sharing),"
            " or run as root"
        ) from error


def _run(
    engine: "docker.DockerClient", version: Path, uid: int, gid: int, image: str
) -> None:
    engine.containers.run(
        image,
        entrypoint=["python3", "-c", _CHOWN],
        command=[str(uid), str(gid)],
        user="0:0",
        cap_drop=["ALL"],
        # DAC_READ_SEARCH: the folder above is closed to all but its owner.
        cap_add=["CHOWN", "DAC_READ_SEARCH"],
        security_opt=["no-new-privileges"],
        network_mode="none",
        read_only=True,
        mem_limit="64m",
        volumes={str(version): {"bind": "/folder", "mode": "rw"}},
        remove=True,
    )


def _needs_engine(version: Path, uid: int) -> bool:
    # Docker Desktop's file sharing on a Mac shows files as the reader's own.
    if platform.system() == "Darwin" or uid == os.geteuid():
        return False
    return any(file.stat().st_mode & 0o777 == SECRET_MODE for file in _files(version))


def _files(version: Path) -> list[Path]:
    return [path for path in version.rglob("*") if path.is_file()]

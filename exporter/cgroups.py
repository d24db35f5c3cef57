"""Find the containers below a cgroup root and read their files."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exporter import v1, v2
from exporter.errors import CgroupsError
from exporter.parsing import container_id
from exporter.usage import Usage

# Where Docker puts containers: cgroupfs driver, systemd driver, rootless.
_FOLDERS = (
    "docker/*",
    "system.slice/docker-*.scope",
    "user.slice/user-*.slice/user@*.service/user.slice/docker-*.scope",
)
# What reading says when the container ended meanwhile.
_GONE = frozenset({errno.ENOENT, errno.ENODEV, errno.ENOTDIR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    What was read of one container.

    Attributes:
        folder: Number of its folder, another one after a restart.
        folder_time_s: Unix time at which the kernel made up the folder's inode: the
            start, or later when the inode was dropped from memory in between.
    """

    container_id: str
    usage: Usage
    folder: int
    folder_time_s: float


class Cgroups:
    """
    The cgroup files of one machine, in either version.

    Raises:
        CgroupsError: When the folder is not a cgroup file system.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.version = 2 if (root / "cgroup.controllers").exists() else 1
        self._tree = root if self.version == 2 else _v1_tree(root)

    def containers(self) -> dict[str, Path]:
        """Return each container's folder, relative to its tree."""
        return {
            found: folder.relative_to(self._tree)
            for pattern in _FOLDERS
            for folder in self._tree.glob(pattern)
            if (found := container_id(folder.name))
        }

    def read(self, container: str, folder: Path) -> Reading | None:
        """
        Return the reading of *container*, or None when it has ended.

        Raises:
            OSError: When a file that is there cannot be read.
            ValueError: When a file is not in its documented format.
        """
        if self.version == 2:
            usage = v2.usage(dict(self._files(v2.FILES, folder)))
        else:
            usage = v1.usage(dict(self._files(v1.FILES, folder)))
        try:
            stat = (self._tree / folder).stat()
        except OSError as error:
            if error.errno in _GONE:
                return None
            raise
        return Reading(
            container_id=container,
            usage=usage,
            folder=stat.st_ino,
            folder_time_s=stat.st_ctime,
        )

    def _files(self, names: tuple[str, ...], folder: Path) -> Iterator[tuple[str, str]]:
        for name in names:
            controller, _, file = name.rpartition("/")
            text = _text(self._root / controller / folder / file)
            if text is not None:
                yield name, text


def _v1_tree(root: Path) -> Path:
    for controller in v1.CONTROLLERS:
        if (root / controller).is_dir():
            return root / controller
    raise CgroupsError(
        f"{root} holds no cgroups: neither cgroup.controllers (version 2) nor a folder "
        f"{', '.join(v1.CONTROLLERS)} (version 1); mount the machine's /sys/fs/cgroup"
    )


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii")
    except OSError as error:
        if error.errno in _GONE:
            return None
        raise

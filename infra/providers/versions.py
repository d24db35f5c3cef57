"""
Folders of files that change all at once, laid out as Kubernetes does.

::

    prometheus.yml -> ..data/prometheus.yml
    rules -> ..data/rules
    ..data -> ..v1a2b3c
    ..v1a2b3c/prometheus.yml
    ..v1a2b3c/rules/alerts.yaml

A reader sees the old files or the new ones, never some of each, because ``..data``
is replaced by one rename.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from infra.specs.errors import PlatformError

DATA = "..data"
VERSION_PREFIX = "..v"
FILE_MODE = 0o444
SECRET_MODE = 0o400
# Entered by the workload's user; who may reach it from outside, PHAROS_HOME's own
# mode of 0700 decides.
_FOLDER_MODE = 0o755


class FolderError(PlatformError):
    """A folder of configuration or secrets could not be written."""


@dataclass(frozen=True, slots=True)
class Content:
    """Files and secrets of one folder: text by path below it."""

    files: Mapping[str, str]
    secrets: Mapping[str, str]

    def __iter__(self) -> Iterator[tuple[str, str, int]]:
        """Yield path, text and mode of each file."""
        for path, text in self.files.items():
            yield path, text, FILE_MODE
        for path, text in self.secrets.items():
            yield path, text, SECRET_MODE


def write(folder: Path, content: Content, own: Callable[[Path], None]) -> str:
    """
    Put *content* into *folder* as a new version, and remove the old ones.

    Args:
        own: Gives a version's folder and files to the workload's user.

    Returns:
        The version's name; a new one each time, which says nothing of the content.

    Raises:
        FolderError: When a path leads out of the folder, or the disk refuses.
    """
    for path, _text, _mode in content:
        _refuse_outside(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(_FOLDER_MODE)
        version = Path(tempfile.mkdtemp(prefix=VERSION_PREFIX, dir=folder))
        _fill(version, content)
        own(version)
        _link(folder / DATA, version.name)
        _link_names(folder, content)
        _prune(folder, keep=version.name)
    except OSError as error:
        raise FolderError(
            f"cannot write {folder}: {error.strerror or error}; check that the disk has"
            " room and that the folder is yours"
        ) from error
    return version.name


def digests(files: Mapping[str, str]) -> dict[str, str]:
    """Return the SHA-256 of each text, by the same paths."""
    return {path: _digest(text.encode()) for path, text in files.items()}


def drift(
    folder: Path, files: Mapping[str, str], secrets: Mapping[str, str]
) -> list[str]:
    """
    Return the paths that are missing or not as written.

    Args:
        files: What `digests` says of the files that were written.
        secrets: Text by path; a hash would let a weak one be guessed.
    """
    return [
        *(path for path, digest in files.items() if not _intact(folder, path, digest)),
        *(path for path, text in secrets.items() if not _secret(folder, path, text)),
    ]


def current(folder: Path) -> str | None:
    """Return the name of the version that *folder* shows; None when it has none."""
    try:
        return os.readlink(folder / DATA)
    except OSError:
        return None


def remove(folder: Path) -> None:
    """Remove *folder* with all that is in it; it may be gone."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise FolderError(
            f"cannot remove {folder}: {error.strerror or error}; remove it by hand"
        ) from error


def _refuse_outside(path: str) -> None:
    parts = PurePosixPath(path).parts
    if not parts or PurePosixPath(path).is_absolute() or parts[0].startswith(".."):
        raise FolderError(f"path {path!r} leads out of its folder; use a relative one")
    if ".." in parts:
        raise FolderError(f"path {path!r} leads out of its folder; leave out '..'")


def _fill(version: Path, content: Content) -> None:
    version.chmod(_FOLDER_MODE)
    for path, text, mode in content:
        file = version / path
        for parent in reversed(_between(version, file)):
            parent.mkdir(exist_ok=True)
            parent.chmod(_FOLDER_MODE)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(text)
            os.fchmod(stream.fileno(), mode)
            stream.flush()
            os.fsync(stream.fileno())


def _between(version: Path, file: Path) -> list[Path]:
    return [parent for parent in file.parents if version in parent.parents]


def _link(link: Path, target: str) -> None:
    new = link.with_name(f"..new-{link.name}")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(link)


def _link_names(folder: Path, content: Content) -> None:
    for name in _first_parts(content):
        _link(folder / name, f"{DATA}/{name}")


def _prune(folder: Path, *, keep: str) -> None:
    for entry in folder.iterdir():
        if entry.name.startswith(VERSION_PREFIX) and entry.name != keep:
            shutil.rmtree(entry)
        elif _is_ours(entry) and not entry.exists():
            entry.unlink()


def _is_ours(entry: Path) -> bool:
    return entry.is_symlink() and os.readlink(entry).startswith(f"{DATA}/")


def _first_parts(content: Iterable[tuple[str, str, int]]) -> set[str]:
    return {PurePosixPath(path).parts[0] for path, _text, _mode in content}


def _intact(folder: Path, path: str, digest: str) -> bool:
    file = folder / path
    try:
        if file.stat().st_mode & 0o777 != FILE_MODE:
            return False
        return _digest(file.read_bytes()) == digest
    except OSError:
        return False


def _secret(folder: Path, path: str, text: str) -> bool:
    file = folder / path
    try:
        status = file.stat()
        if status.st_mode & 0o777 != SECRET_MODE:
            return False
        return file.read_bytes() == text.encode()
    except PermissionError:
        # Of another user: its size is all that can be compared.
        return status.st_size == len(text.encode())
    except OSError:
        return False


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

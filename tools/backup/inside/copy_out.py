"""
Write a volume to stdout as a tar file, consistent while others write to it.

Run as root with the right to become another user; standard library only.
"""

import os
import shutil
import sqlite3
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

SCRATCH = ".pharos-backup"
_SQLITE = b"SQLite format 3\0"
# Beside a database while it is open; its copy needs none of them.
_BESIDE = ("-wal", "-shm", "-journal", ".lock")
# In the order in which they are taken. Of each, the last file is appended to.
_HEAD = ("chunks_head", "wal")
_ATTEMPTS = 5
_ULID_LENGTH = 26


def main(mode: str, volume: Path, out: IO[bytes]) -> None:
    """Copy *volume* in the way of *mode*."""
    scratch = volume / SCRATCH
    MODES[mode](volume)
    try:
        with tarfile.open(fileobj=out, mode="w|") as tar:
            if mode == "tsdb":
                add_all(tar, scratch, scratch)
            else:
                add_all(tar, volume, scratch if scratch.exists() else None)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def nothing(volume: Path) -> None:
    """Whoever writes it stands still: it can be taken as it is."""


def link_tsdb(volume: Path) -> None:
    """
    Do what Prometheus's snapshot does: link what is finished, copy what is not.

    Blocks never change, and of the head's chunks and the write-ahead log only the last
    file is appended to: its copy ends somewhere, and a start from it replays the log
    to there, as after a crash. The log is taken before the blocks: a block that is cut
    meanwhile is then in both, where the other way round it would be in neither.
    """
    if not (volume / "wal").exists():
        # It has never run: there is nothing to copy.
        return
    become_owner(volume / "wal")
    for attempt in range(_ATTEMPTS):
        try:
            link_once(volume, volume / SCRATCH)
        except (FileNotFoundError, shutil.Error):
            # A compaction has just removed what it has merged.
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return


def link_once(volume: Path, scratch: Path) -> None:
    """Link and copy into *scratch*; fails where something goes meanwhile."""
    shutil.rmtree(scratch, ignore_errors=True)
    for name in _HEAD:
        if (volume / name).is_dir():
            link_but_last(volume / name, scratch / name)
    for block in filter(is_block, sorted(volume.iterdir())):
        shutil.copytree(block, scratch / block.name, copy_function=os.link)


def is_block(path: Path) -> bool:
    """Tell whether a folder is a block that is whole."""
    return len(path.name) == _ULID_LENGTH and (path / "meta.json").exists()


def is_numbered(path: Path) -> bool:
    """Tell whether a name is the number of a log file or chunk."""
    return path.name.isascii() and path.name.isdigit()


def link_but_last(source: Path, target: Path) -> None:
    """Link every numbered file but the last, which is copied; link folders' files."""
    target.mkdir(parents=True)
    entries = sorted(source.iterdir())
    last = max((e for e in entries if is_numbered(e)), default=None)
    for entry in entries:
        if entry.name.endswith(".tmp"):
            continue
        if entry.is_dir():
            shutil.copytree(entry, target / entry.name, copy_function=os.link)
        elif entry == last or not is_numbered(entry):
            shutil.copy2(entry, target / entry.name)
        else:
            os.link(entry, target / entry.name)
    shutil.copystat(source, target)


def copy_databases(volume: Path) -> None:
    """Copy every SQLite database by its online backup, which blocks no writer."""
    databases = [path for path in files(volume) if is_database(path)]
    if not databases:
        return
    # Files that SQLite makes beside a database have to belong to its user.
    become_owner(databases[0])
    scratch = volume / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    for path in databases:
        target = scratch / path.relative_to(volume)
        target.parent.mkdir(parents=True, exist_ok=True)
        backup(path, target)
        shutil.copystat(path, target)


def backup(source: Path, target: Path) -> None:
    """Copy one database as it is at one moment, and check the copy."""
    here = sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=30)
    there = sqlite3.connect(target)
    try:
        here.backup(there)
        verdict = there.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            raise SystemExit(f"{source.name}: the copy is damaged: {verdict}")
    finally:
        there.close()
        here.close()


def add_all(tar: tarfile.TarFile, root: Path, copies: Path | None) -> None:
    """Add what is in *root*, files of *copies* in the place of their originals."""
    copied = {}
    if copies is not None and copies != root:
        copied = {path.relative_to(copies): path for path in files(copies)}
    for path in entries(root):
        name = path.relative_to(root)
        if copies != root and SCRATCH in name.parts[:1]:
            continue
        if copied and str(name).endswith(_BESIDE):
            continue
        add(tar, copied.get(name, path), str(name), path)


def add(tar: tarfile.TarFile, path: Path, name: str, like: Path) -> None:
    """Add one file or folder under *name*, with owner and mode of *like*."""
    if path.is_dir():
        tar.addfile(member_of(tarfile.DIRTYPE, name, path.stat()))
        return
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        member = member_of(tarfile.REGTYPE, name, like.stat())
        # A file that grows meanwhile is taken up to the size that it had.
        member.size = os.fstat(stream.fileno()).st_size
        tar.addfile(member, stream)


def member_of(kind: bytes, name: str, status: os.stat_result) -> tarfile.TarInfo:
    """Return the head of an entry."""
    member = tarfile.TarInfo(name)
    member.type, member.mtime = kind, int(status.st_mtime)
    member.mode = status.st_mode & 0o7777
    member.uid, member.gid = status.st_uid, status.st_gid
    return member


def entries(folder: Path) -> Iterator[Path]:
    """Yield every regular file and folder below *folder*, in order."""
    for path in sorted(folder.rglob("*")):
        if (path.is_file() or path.is_dir()) and not path.is_symlink():
            yield path


def files(folder: Path) -> Iterator[Path]:
    """Yield every regular file below *folder*, in order."""
    return (path for path in entries(folder) if path.is_file())


def is_database(path: Path) -> bool:
    """Tell whether a file is a SQLite database, by its first bytes."""
    with path.open("rb") as stream:
        return stream.read(len(_SQLITE)) == _SQLITE


def become_owner(path: Path) -> None:
    """Go on as the user and group that own *path*, where this may choose."""
    if os.geteuid() == 0:
        status = path.stat()
        os.setgroups([])
        os.setgid(status.st_gid)
        os.setuid(status.st_uid)


MODES: dict[str, Callable[[Path], None]] = {
    "tsdb": link_tsdb,
    "online": copy_databases,
    "still": nothing,
}

if __name__ == "__main__":
    main(sys.argv[1], Path("/volume"), sys.stdout.buffer)

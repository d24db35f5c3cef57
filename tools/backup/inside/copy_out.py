"""
Write a volume to stdout as a tar file, consistent while others write to it.

Run as root with the right to become another user; standard library only. The word
`FREE` on stderr says that the volume's process need not stand still any longer.
"""

import os
import shutil
import sqlite3
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

FREE = "free"
SCRATCH = ".pharos-backup"
_SQLITE = b"SQLite format 3\0"
# Beside a database while it is open; its copy needs none of them.
_BESIDE = ("-wal", "-shm", "-journal", ".lock")
# What is appended to: the last of these files, and no other.
_HEAD = ("wal", "chunks_head")
_ULID_LENGTH = 26


def main(mode: str, volume: Path, out: IO[bytes]) -> None:
    """Copy *volume* in the way of *mode*."""
    scratch = volume / SCRATCH
    MODES[mode](volume)
    if mode != "still":
        say_free()
    try:
        with tarfile.open(fileobj=out, mode="w|") as tar:
            if mode == "tsdb":
                add_all(tar, scratch, scratch)
            else:
                add_all(tar, volume, scratch if scratch.exists() else None)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if mode == "still":
        say_free()


def say_free() -> None:
    """Tell whoever started this that the process may go on."""
    sys.stderr.write(FREE + "\n")
    sys.stderr.flush()


def nothing(volume: Path) -> None:
    """Its process stands still until all is copied."""


def link_tsdb(volume: Path) -> None:
    """
    Do what Prometheus's snapshot does: link what is finished, copy what is not.

    Blocks never change. Of the write-ahead log and the head's chunks only the last
    file is appended to; a start from this copy replays the log, as after a crash.
    """
    if not (volume / "wal").exists():
        # It has never run: there is nothing to copy.
        return
    become_owner(volume / "wal")
    scratch = volume / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    for block in filter(is_block, sorted(volume.iterdir())):
        shutil.copytree(block, scratch / block.name, copy_function=os.link)
    for name in _HEAD:
        if (volume / name).is_dir():
            link_but_last(volume / name, scratch / name)


def is_block(path: Path) -> bool:
    """Tell whether a folder is a block that is whole."""
    return len(path.name) == _ULID_LENGTH and (path / "meta.json").exists()


def link_but_last(source: Path, target: Path) -> None:
    """Link every numbered file but the last, which is copied; link folders' files."""
    target.mkdir(parents=True)
    entries = sorted(source.iterdir())
    last = max((e for e in entries if e.name.isdigit()), default=None)
    for entry in entries:
        if entry.name.endswith(".tmp"):
            continue
        if entry.is_dir():
            shutil.copytree(entry, target / entry.name, copy_function=os.link)
        elif entry == last or not entry.name.isdigit():
            shutil.copy2(entry, target / entry.name)
        else:
            os.link(entry, target / entry.name)


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
    """Add the files of *root*, those of *copies* in the place of their originals."""
    copied = {}
    if copies is not None and copies != root:
        copied = {path.relative_to(copies): path for path in files(copies)}
    for path in files(root):
        name = path.relative_to(root)
        if copies != root and SCRATCH in name.parts[:1]:
            continue
        if copied and str(name).endswith(_BESIDE):
            continue
        add(tar, copied.get(name, path), str(name), path)


def add(tar: tarfile.TarFile, path: Path, name: str, like: Path) -> None:
    """Add one file under *name*, with owner and mode of *like*."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        status, original = os.fstat(stream.fileno()), like.stat()
        member = tarfile.TarInfo(name)
        member.size, member.mtime = status.st_size, int(original.st_mtime)
        member.mode = original.st_mode & 0o7777
        member.uid, member.gid = original.st_uid, original.st_gid
        # A file that grows meanwhile is taken up to the size that it had.
        tar.addfile(member, stream)


def files(folder: Path) -> Iterator[Path]:
    """Yield every regular file below *folder*, in order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


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

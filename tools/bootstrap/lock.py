"""One run per stack at a time; the lock goes with the process that holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.bootstrap.errors import LockHeld
from tools.bootstrap.private_files import private_folder


@contextmanager
def held(path: Path, what: str) -> Iterator[None]:
    """
    Hold the lock *path*.

    Args:
        what: What it protects, for the message.

    Raises:
        LockHeld: When another process has it; names that process.
    """
    private_folder(path.parent)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, what)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def check_free(path: Path, what: str) -> None:
    """
    Make sure that nobody holds the lock *path*, writing nothing.

    Raises:
        LockHeld: When another process has it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        _take(descriptor, what)
    finally:
        os.close(descriptor)


def _take(descriptor: int, what: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 32).decode().strip() or "unknown"
        raise LockHeld(
            f"another run works on {what} (process {holder}); wait for it, or stop "
            f"it with `kill -INT {holder}`: the next run goes on from there"
        ) from None

"""A lock that is waited for, by somebody who says for whom; standard library only."""

import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PAUSE_S = 0.25
_LONGEST_NOTE = 200

# Gets who holds the lock, and the seconds waited so far; may raise to stop waiting.
OnWait = Callable[[str, float], None]


@contextmanager
def turn(path: Path, on_wait: OnWait) -> Iterator[None]:
    """
    Hold the lock *path*, after whoever has it now.

    Args:
        on_wait: Called at once when somebody has it, and again while that lasts.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(descriptor, on_wait)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, note(os.getpid(), sys.argv).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def note(pid: int, argv: Sequence[str]) -> str:
    """Return what a holder writes into its lock."""
    words = " ".join(argv[1:]) or Path(argv[0]).name
    return f"process {pid} ({words})"[:_LONGEST_NOTE]


def _take(descriptor: int, on_wait: OnWait) -> None:
    began_s = time.monotonic()
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = os.pread(descriptor, 4 * _LONGEST_NOTE, 0).decode(errors="replace")
            on_wait(said or "another process", time.monotonic() - began_s)
            time.sleep(_PAUSE_S)
        else:
            return

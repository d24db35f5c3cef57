"""What a reload needs of a running container."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from infra.providers.gauges import read_gauges
from infra.specs.errors import PlatformError

_POLL_S = 0.1
_LOG_LINES = 15


class ReloadError(PlatformError):
    """A process refused its new configuration."""


class Process(Protocol):
    """A running container."""

    def signal(self, name: str) -> None:
        """Send the signal *name* to its process 1."""

    def restart(self, grace_s: int) -> None:
        """Stop it, give it *grace_s*, and start it again."""

    def state(self) -> tuple[float, str]:
        """Return the Unix time of its start, and its health."""

    def last_lines(self, count: int) -> str:
        """Return the end of its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauges:
    """
    Where a process says how its last reload went.

    Attributes:
        url: Its metrics page, as published on this machine.
    """

    url: str
    success: str
    timestamp: str

    def read(self) -> tuple[bool, float]:
        """Return whether it succeeded, and the Unix time of the last good one."""
        found = read_gauges(self.url, (self.success, self.timestamp))
        return found.get(self.success) == 1, found.get(self.timestamp, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    New files of a container.

    Attributes:
        written_at: Unix time of the writing.
        folders: Where they are, for the error's text.
    """

    container: str
    folders: str
    written_at: float
    timeout_s: float


def reload(process: Process, gauges: Gauges, signal: str, change: Change) -> bool:
    """
    Make *process* read its files, unless it has read these already.

    Returns:
        Whether a signal was needed.

    Raises:
        ReloadError: When it keeps its old configuration; its last words are quoted.
    """
    good_before, loaded_before = gauges.read()
    if good_before and loaded_before >= change.written_at:
        return False
    process.signal(signal)

    def loaded() -> bool:
        try:
            good, loaded_at = gauges.read()
        except OSError:
            # A process that reads its files on a busy machine may not answer in time.
            return False
        if good_before and not good:
            raise _refusal(process, change)
        return good and loaded_at > loaded_before

    if not _wait(loaded, change.timeout_s):
        # Raises where it does not answer at all, which is another thing to look at.
        gauges.read()
        raise _refusal(process, change)
    return True


def restart(process: Process, grace_s: int, change: Change) -> bool:
    """
    Restart *process*, unless it started after the files were written.

    Returns:
        Whether a restart was needed.

    Raises:
        ReloadError: When it does not become healthy again.
    """
    started_at, _ = process.state()
    if started_at >= change.written_at:
        return False
    process.restart(grace_s)
    if not _wait(lambda: process.state()[1] == "healthy", change.timeout_s):
        raise _refusal(process, change)
    return True


def parse_time(text: str) -> float:
    """Return the Unix time of the engine's RFC 3339 text with nanoseconds."""
    whole, _, rest = text.rstrip("Z").partition(".")
    fraction = f".{rest[:6]}" if rest else ""
    return datetime.fromisoformat(f"{whole}{fraction}+00:00").timestamp()


def _wait(done: Callable[[], bool], timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if done():
            return True
        time.sleep(_POLL_S)
    return False


def _refusal(process: Process, change: Change) -> ReloadError:
    lines = process.last_lines(_LOG_LINES).strip() or "(it has written nothing)"
    return ReloadError(
        f"{change.container} does not accept its new files in {change.folders}; correct"
        f" them and run `make up` again. It last said:\n{lines}"
    )

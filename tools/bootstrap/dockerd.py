"""Starts a Docker engine where no service manager does, and stops that one again."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap.errors import EngineError
from tools.bootstrap.private_files import private_folder
from tools.bootstrap.processes import OnLine, Processes

PID_FILE = Path("/var/run/docker.pid")
OURS = "dockerd.pid"
LOG = "dockerd.log"
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 60.0
_TAIL = 10


@dataclass(frozen=True, kw_only=True)
class Daemon:
    """
    How dockerd is run.

    Attributes:
        pid_file: Its own, which it refuses to overwrite.
        folder: Where its log and our note of its pid go.
    """

    folder: Path
    argv: Sequence[str] = ("dockerd",)
    pid_file: Path = PID_FILE

    @property
    def log(self) -> Path:
        """Where dockerd writes."""
        return self.folder / LOG

    @property
    def note(self) -> Path:
        """Remembers which dockerd we started."""
        return self.folder / OURS


def start_service(processes: Processes, tell: OnLine) -> bool:
    """Start the engine through systemd; False where that does not run."""
    if not Path("/run/systemd/system").exists():
        return False
    processes.run(["systemctl", "start", "docker"], on_line=tell, check=False)
    return True


def start(daemon: Daemon, answers: Callable[[], bool], kept: set[int]) -> int:
    """
    Start dockerd in the background and wait until it answers.

    Args:
        kept: Gets the process, which Ctrl-C must not end.

    Returns:
        The process.

    Raises:
        EngineError: With the end of its log, when it ends or does not answer in time.
    """
    private_folder(daemon.folder)
    remove_stale(daemon.pid_file)
    pid = _detach(daemon)
    kept.add(pid)
    daemon.note.write_text(f"{pid}\n")
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while not answers():
        if not command_of(pid) or time.monotonic() > deadline_s:
            daemon.note.unlink(missing_ok=True)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            raise EngineError(
                f"dockerd did not start; the end of {daemon.log}:\n{tail(daemon.log)}"
            )
        time.sleep(0.2)
    return pid


_DETACH = 'exec 3>&1 >&2; "$@" 3>&- & echo $! >&3'


def _detach(daemon: Daemon) -> int:
    # By a shell that ends at once: what outlives us must be no descendant of ours,
    # or whoever ends our descendants (pytest runs in our place) ends it too.
    with daemon.log.open("ab") as log:
        shell = subprocess.run(
            ["/bin/sh", "-c", _DETACH, "sh", *daemon.argv],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            check=True,
        )
    return int(shell.stdout)


def stop(daemon: Daemon) -> bool:
    """Stop the dockerd that `start` started; False if there is none."""
    try:
        pid = int(daemon.note.read_text())
    except (OSError, ValueError):
        return False
    running = command_of(pid) == "dockerd"
    if running:
        os.kill(pid, signal.SIGTERM)
        deadline_s = time.monotonic() + STOP_TIMEOUT_S
        while command_of(pid) == "dockerd" and time.monotonic() < deadline_s:
            time.sleep(0.2)
    daemon.note.unlink(missing_ok=True)
    return running


def remove_stale(pid_file: Path) -> None:
    """
    Remove the pid file of a dockerd that is gone.

    dockerd refuses to start while any process has the number in it.
    """
    try:
        pid = int(pid_file.read_text())
    except (OSError, ValueError):
        return
    if command_of(pid) != "dockerd":
        pid_file.unlink(missing_ok=True)


def command_of(pid: int) -> str:
    """Return the name of a process; empty if it is gone or only waits for its end."""
    with contextlib.suppress(OSError):
        folder = Path("/proc") / str(pid)
        state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        return "" if state == "Z" else (folder / "comm").read_text().strip()
    return ""


def tail(path: Path) -> str:
    """Return the last lines of a log."""
    lines = path.read_text(errors="replace").splitlines()
    return "\n".join(lines[-_TAIL:])

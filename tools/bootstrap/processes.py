"""Runs programs, and stops them all when the user says so."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tools.bootstrap.errors import CommandFailed
from tools.bootstrap.family import descendants

_TAIL = 20
INTERRUPTED = 130

OnLine = Callable[[str], None]


class Processes:
    """
    The programs that this run has started.

    A graceful one (Pulumi, which has to write its state) is asked to stop and waited
    for; all others are ended.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[subprocess.Popen[str], bool] = {}
        # What was there before is not this run's to end; `stop` lets it go on.
        self.kept: set[int] = set(descendants(os.getpid(), but=set()))
        self.interrupted = False

    def check_going_on(self) -> None:
        """
        Let a step that runs in this process end where the user wants it to.

        Raises:
            KeyboardInterrupt: When the user interrupted this run.
        """
        if self.interrupted:
            raise KeyboardInterrupt

    def run(
        self,
        argv: Sequence[str],
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        on_line: OnLine | None = None,
        graceful: bool = False,
        check: bool = True,
    ) -> tuple[int, str]:
        """
        Run a program to its end.

        Args:
            env: The whole environment; None means this process's own.

        Returns:
            Its exit code, and all that it wrote, both streams.

        Raises:
            CommandFailed: When *check* is set and it failed, or it is not there.
            KeyboardInterrupt: When the user interrupted it.
        """
        lines: list[str] = []
        with self._started(argv, cwd, env, graceful) as process:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                if on_line is not None:
                    on_line(line.rstrip())
        self.check_going_on()
        if check and process.returncode:
            raise CommandFailed(
                f"`{' '.join(map(str, argv[:6]))}` ended with {process.returncode}:\n"
                + "".join(lines[-_TAIL:]).rstrip()
            )
        return process.returncode, "".join(lines)

    @contextmanager
    def _started(
        self,
        argv: Sequence[str],
        cwd: Path | None,
        env: Mapping[str, str] | None,
        graceful: bool,
    ) -> Iterator[subprocess.Popen[str]]:
        self.check_going_on()
        try:
            # A group of its own: Ctrl-C reaches it through `stop` only, and once.
            process = subprocess.Popen(
                list(argv),
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            raise CommandFailed(f"`{argv[0]}` cannot be run: {error}") from error
        with self._lock:
            self._running[process] = graceful
        try:
            with process:
                yield process
        finally:
            with self._lock:
                del self._running[process]

    def stop(self) -> bool:
        """
        Stop everything that runs.

        Returns:
            Whether a graceful program still has to end by itself.
        """
        self.interrupted = True
        running = dict(self._running)
        waits = False
        for process, graceful in running.items():
            waits |= graceful
            _signal_group(process.pid, signal.SIGINT if graceful else signal.SIGTERM)
        groups = {process.pid for process, graceful in running.items() if graceful}
        # What libraries have started on their own.
        for pid in descendants(os.getpid(), but=groups | self.kept):
            _signal(pid, signal.SIGTERM)
        return waits


@contextmanager
def interruptible(processes: Processes, tell: OnLine) -> Iterator[None]:
    """
    Turn SIGINT and SIGTERM into an orderly end of *processes*.

    What runs inside this process, such as a download, cannot be stopped: a second
    signal leaves at once.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        again = processes.interrupted
        if processes.stop():
            tell("stopping; Pulumi finishes what is under way and writes the state")
            return
        if again:
            os._exit(INTERRUPTED)
        tell("stopping; again to leave at once")
        raise KeyboardInterrupt

    before = {s: signal.signal(s, handle) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return

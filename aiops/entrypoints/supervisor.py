"""Keeps the engine's processes together: all run, or none."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from aiops.adapters.observability.logs import JsonLog
from aiops.adapters.observability.metrics import SHARED_METRICS

# In this order they are ended: telemetry in flight is stored before the rest goes.
PROCESSES = ("http", "loop")
# Together below the thirty seconds that a deployment grants.
STOP_TIMEOUT_S = 12.0
_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Child:
    """A process and what it is for."""

    name: str
    process: subprocess.Popen[bytes]


def supervise(log: JsonLog) -> int:
    """
    Run the engine's processes until a signal, or until one of them ends.

    Returns:
        0 after a signal; else the status of the one that ended, which is never 0.
    """
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    folder = tempfile.mkdtemp(prefix="aiops-metrics-")
    try:
        children = [_start(name, folder) for name in PROCESSES]
        status = _wait(children, stopped, log)
        for child in children:
            _end(child, log)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return status


def _start(name: str, metrics_folder: str) -> Child:
    process = subprocess.Popen(
        [sys.executable, "-m", "aiops", name],
        env={**os.environ, SHARED_METRICS: metrics_folder},
        # Ctrl-C in a terminal is for this process, which then ends them in order.
        process_group=0,
    )
    return Child(name, process)


def _wait(children: Sequence[Child], stopped: threading.Event, log: JsonLog) -> int:
    while not stopped.wait(_LOOK_S):
        for child in children:
            status = child.process.poll()
            if status is not None:
                log.event("critical", "process ended", child=child.name, status=status)
                return status if status > 0 else 1
    return 0


def _end(child: Child, log: JsonLog) -> None:
    if child.process.poll() is not None:
        return
    began_s = time.monotonic()
    child.process.terminate()
    try:
        child.process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        log.event("error", "process killed", child=child.name)
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
    seconds = round(time.monotonic() - began_s, 2)
    log.event("info", "process stopped", child=child.name, seconds=seconds)

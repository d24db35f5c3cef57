"""The process that runs the jobs."""

import signal
import threading

from aiops.adapters.observability.logs import capture_standard_logging
from aiops.adapters.observability.metrics import JobMetrics
from aiops.adapters.storage.leases import Leases
from aiops.entrypoints.engine import build
from aiops.entrypoints.loop.jobs import jobs
from aiops.entrypoints.loop.runner import Runner
from aiops.settings import Settings


def run_loop(settings: Settings) -> None:
    """Run the jobs until SIGTERM."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    engine = build(settings, "loop")
    capture_standard_logging(engine.log)
    Runner(
        jobs(engine),
        Leases(engine.database),
        engine.holder,
        engine.log,
        JobMetrics(engine.registry),
    ).run(stopped)
    stopped.wait()
    engine.database.close()

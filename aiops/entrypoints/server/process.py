"""One gunicorn worker whose threads take telemetry in and answer requests."""

import os
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask, Response
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # has no types
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]  # has no types

from aiops.adapters.keys.folder import unusable
from aiops.adapters.observability.logs import capture_standard_logging
from aiops.adapters.observability.metrics import SHARED_METRICS
from aiops.entrypoints.engine import build
from aiops.entrypoints.http.factory import create_app
from aiops.entrypoints.http.problems import respond
from aiops.entrypoints.server.logger import JsonLogger
from aiops.entrypoints.server.worker import PatientWorker
from aiops.errors import Problem
from aiops.settings import Settings

# What is in flight may take that long to be stored when the engine ends.
GRACEFUL_TIMEOUT_S = 9


def options(settings: Settings) -> dict[str, Any]:
    """Return gunicorn's options for *settings*."""
    return {
        "bind": [f"{settings.host}:{settings.port}"],
        "worker_class": PatientWorker,
        "workers": 1,
        "threads": settings.threads,
        "graceful_timeout": GRACEFUL_TIMEOUT_S,
        # A worker that has not said for so long that it lives is replaced.
        "timeout": 60,
        # Above the idle time of the collector's connections.
        "keepalive": 120,
        "worker_tmp_dir": memory_folder(),
        "control_socket_disable": True,
        "umask": 0o077,
        "proc_name": "engine",
        "logger_class": JsonLogger,
        "child_exit": forget_worker,
    }


def memory_folder() -> str:
    """Return a writable folder in memory for heartbeats; a disk could stall them."""
    shared = Path("/dev/shm")  # noqa: S108  # the standard place, checked below
    if shared.is_dir() and os.access(shared, os.W_OK):
        return str(shared)
    return tempfile.gettempdir()


def forget_worker(_arbiter: Any, worker: Any) -> None:
    """Let go of the gauges of a worker that has ended; its counters stay."""
    if SHARED_METRICS in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # upstream


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with the engine's options, no configuration file and no arguments."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Set the options and the hooks."""
        for name, value in options(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application, in the worker."""
        engine = build(self._settings, "http")
        capture_standard_logging(engine.log)
        for reason in unusable(self._settings.keys_folder):
            engine.log.event("warning", "key", reason=reason)
        app = create_app(engine)
        app.register_error_handler(ParseException, _broken_body)
        return app


def _broken_body(_error: Exception) -> Response:
    return respond(
        Problem(
            "the body's chunks are broken; send them as HTTP/1.1 has it",
            status=400,
            kind="bad-request",
            title="Bad Request",
            headers={"Connection": "close"},
        )
    )


def serve_http(settings: Settings) -> None:
    """Serve until a signal ends it."""
    Server(settings).run()

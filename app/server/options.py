"""Gunicorn's configuration, computed from the settings."""

import os
import tempfile
from pathlib import Path
from typing import Any

from app.server.worker import Worker
from app.settings import Settings

# Below the ten seconds after which Docker kills a container that it stops.
GRACEFUL_TIMEOUT_S = 9


def memory_folder() -> str:
    """Return a writable folder in memory for heartbeats; a disk could stall them."""
    shared = Path("/dev/shm")  # noqa: S108  # the standard place, checked below
    if shared.is_dir() and os.access(shared, os.W_OK):
        return str(shared)
    return tempfile.gettempdir()


def options(settings: Settings) -> dict[str, Any]:
    """Return gunicorn's options for *settings*."""
    return {
        "bind": [f"{settings.host}:{settings.port}"],
        "worker_class": Worker,
        "workers": settings.workers,
        "threads": settings.threads,
        "max_requests": settings.max_requests,
        "max_requests_jitter": settings.max_requests // 10,
        "graceful_timeout": GRACEFUL_TIMEOUT_S,
        # A worker counts as dead after that; waiting for a migration is not death.
        "timeout": 300,
        # Above the idle timeout of the front door, so that it never meets a
        # connection that is just being closed.
        "keepalive": 75,
        "worker_tmp_dir": memory_folder(),
        "control_socket_disable": True,
        "umask": 0o007,
        "proc_name": settings.service_name,
    }

"""One master and its workers: hooks that gunicorn calls."""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable
from multiprocessing import get_context
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # has no types

from app.errors import MigrationError
from app.observability.logs import JsonLog, capture_standard_logging
from app.server.logger import JsonLogger
from app.server.options import options
from app.server.worker import refuse_broken_bodies
from app.settings import Settings

SHARED_METRICS = "PROMETHEUS_MULTIPROC_DIR"


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with the shop's options, no configuration file and no arguments."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Set the options and the hooks."""
        for name, value in options(self._settings).items():
            self.cfg.set(name, value)
        self.cfg.set("logger_class", JsonLogger)
        self.cfg.set("pre_fork", give_slot)
        self.cfg.set("post_fork", count_in_slot)
        self.cfg.set("worker_exit", flush)

    def load(self) -> Any:
        """Build the application, in the worker."""
        from app.factory import create_app

        _migrate(self._settings)
        log = JsonLog(self._settings.service_name)
        capture_standard_logging(log)
        app = create_app(self._settings, log=log)
        refuse_broken_bodies(app)
        if "checkout" in self._settings.roles:
            _start_undoing(app)
        return app


def free_slot(taken: Iterable[int]) -> int:
    """Return the smallest number that no living worker has."""
    used = set(taken)
    return next(slot for slot in range(len(used) + 1) if slot not in used)


def give_slot(arbiter: Any, worker: Any) -> None:
    """Number a new worker; it inherits the counters of the last one of its number."""
    worker.slot = free_slot(other.slot for other in arbiter.WORKERS.values())


def count_in_slot(_arbiter: Any, worker: Any) -> None:
    """Let this worker count in the files of its slot, where there are several."""
    if SHARED_METRICS in os.environ:
        from prometheus_client import values

        in_slot = values.MultiProcessValue(lambda: worker.slot)  # type: ignore[no-untyped-call]  # upstream
        values.ValueClass = in_slot


def flush(_arbiter: Any, worker: Any) -> None:
    """Send the last spans and log lines when a worker ends."""
    extensions = getattr(getattr(worker, "wsgi", None), "extensions", {})
    for name in ("tracing", "log_forwarding"):
        if extensions.get(name) is not None:
            extensions[name].close()


def serve(settings: Settings) -> None:
    """Serve until a signal ends it; each worker migrates the database first."""
    # Roles that share a database are different users of one group.
    os.umask(0o007)
    JsonLogger.service = settings.service_name
    if settings.workers == 1:
        os.environ.pop(SHARED_METRICS, None)
        Server(settings).run()
        return
    master, folder = os.getpid(), tempfile.mkdtemp(prefix="shop-metrics-")
    os.environ[SHARED_METRICS] = folder
    try:
        Server(settings).run()
    finally:
        # A worker is a fork of this frame and unwinds it too, when it ends.
        if os.getpid() == master:
            shutil.rmtree(folder, ignore_errors=True)


def _migrate(settings: Settings) -> None:
    """
    Migrate in a fork of this worker, which so never holds Alembic in memory.

    It comes after the imports, that they are not paid for twice, and before the first
    connection, for none may be shared with a fork. Status 3 is how a worker tells
    gunicorn that no other would start either.
    """
    child = get_context("fork").Process(target=_migrate_and_exit, args=(settings,))
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(child.exitcode)


def _migrate_and_exit(settings: Settings) -> None:
    from app.storage.database import Database
    from app.storage.migrate import migrate

    database = Database(settings.database_url, url_file=settings.database_url_file)
    try:
        migrate(database, demo=settings.demo_catalogue)
    except MigrationError as error:
        log = JsonLog(settings.service_name)
        log.event("critical", "migration failed", reason=str(error))
        sys.exit(3)
    finally:
        database.close()


def _start_undoing(app: Any) -> None:
    from app.factory import shop_of
    from app.ordering.desk import keep_undoing
    from app.roles.checkout import desk

    stopped = threading.Event()
    threading.Thread(
        target=keep_undoing,
        args=(desk(shop_of(app)), stopped.wait),
        name="undo",
        daemon=True,
    ).start()

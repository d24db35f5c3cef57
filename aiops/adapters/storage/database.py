"""One database, SQLite or PostgreSQL, read and written the same way."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from aiops.adapters.storage import passwords

# Longer than any transaction of ours, shorter than the collector's patience.
BUSY_TIMEOUT_S = 10
CONNECT_TIMEOUT_S = 2
# What stays of the write-ahead log after a checkpoint.
_WAL_LIMIT_BYTES = 64 * 1024 * 1024
_CACHE_KIB = 32 * 1024


class Database:
    """
    Connections to one database; opens none until it is used.

    Args:
        url: SQLAlchemy URL.
        pool_size: Connections kept open: the threads that may need one.
        url_file: Where the URL came from and may be another one later; "" for none.
    """

    def __init__(self, url: str, *, pool_size: int = 8, url_file: str = "") -> None:
        self.is_sqlite = url.startswith("sqlite")
        self._writing = threading.Lock()
        self.engine = sa.create_engine(
            url,
            pool_size=pool_size,
            max_overflow=2,
            pool_timeout=BUSY_TIMEOUT_S,
            # A server that restarted has closed our idle connections.
            pool_pre_ping=not self.is_sqlite,
            # Parameters are what people sent; errors must not repeat them.
            hide_parameters=True,
            connect_args=_connect_args(self.is_sqlite),
        )
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            # Its driver commits by itself already; asking for it costs a statement.
            self._autocommit = self.engine
        else:
            self._autocommit = self.engine.execution_options(
                isolation_level="AUTOCOMMIT"
            )
            if url_file:
                passwords.follow(self.engine, Path(url_file))

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Yield a connection whose statements stand alone."""
        with self._autocommit.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """
        Yield a connection in a transaction; commits unless an exception leaves.

        Raises:
            sqlalchemy.exc.TimeoutError: When others write for too long.
        """
        with self._turn(), self.engine.connect() as connection:
            if self.is_sqlite:
                # Take the write lock at once: upgrading a read lock can deadlock.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            with_commit = False
            try:
                yield connection
                with_commit = True
            finally:
                if with_commit:
                    connection.commit()
                else:
                    connection.rollback()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for the other threads: SQLite's own waiting looks but now and then."""
        if not self.is_sqlite:
            yield
            return
        if not self._writing.acquire(timeout=BUSY_TIMEOUT_S):
            raise sa.exc.TimeoutError("other threads write for too long")
        try:
            yield
        finally:
            self._writing.release()

    def fault(self) -> str | None:
        """Return why the database does not answer; None when it does."""
        try:
            with self.read() as connection:
                connection.execute(sa.text("SELECT version_num FROM alembic_version"))
        except SQLAlchemyError as error:
            return type(getattr(error, "orig", None) or error).__name__
        return None

    def close(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()


def _connect_args(is_sqlite: bool) -> dict[str, Any]:
    if is_sqlite:
        # Transactions are begun by us, so the driver must not begin its own.
        return {
            "timeout": BUSY_TIMEOUT_S,
            "isolation_level": None,
            "check_same_thread": False,
        }
    return {
        "connect_timeout": CONNECT_TIMEOUT_S,
        "application_name": "pharos-engine",
        # A server of encoding SQL_ASCII would otherwise answer in bytes.
        "client_encoding": "utf8",
        # A server that vanished without a word is noticed within half a minute.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "options": f"-c lock_timeout={BUSY_TIMEOUT_S}s",
    }


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_S * 1000}",
        # Takes effect in a new file only: pages that are free can be given back.
        "auto_vacuum = INCREMENTAL",
        "journal_mode = WAL",
        # What was acknowledged must survive a power cut.
        "synchronous = FULL",
        "foreign_keys = ON",
        f"journal_size_limit = {_WAL_LIMIT_BYTES}",
        f"cache_size = -{_CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()

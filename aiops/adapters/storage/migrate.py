"""Bring a database to this version's schema, one process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from aiops.adapters.storage.database import Database
from aiops.errors import MigrationError

# Any number that no other program on the same server locks.
_ADVISORY_LOCK = 0x61696F70
_SCRIPTS = Path(__file__).parent / "migrations"


def head() -> str:
    """Return the newest revision: the number that its file's name begins with."""
    names = (path.name for path in (_SCRIPTS / "versions").glob("[0-9]*.py"))
    return max(names).partition("_")[0]


def migrate(database: Database) -> None:
    """
    Create or upgrade the schema; does nothing when it is current.

    Raises:
        MigrationError: When the database does not answer, or a newer version of the
            engine has written to it.
    """
    try:
        with _only_one(database) as connection:
            if _version(connection) == head():
                return
            _upgrade(connection)
            connection.commit()
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise MigrationError(
            f"the database cannot be migrated ({type(cause).__name__}:"
            f" {str(cause).splitlines()[0]}); check AIOPS_DATABASE_URL"
        ) from error
    except OSError as error:
        raise MigrationError(
            f"the database's folder cannot be used ({error.strerror});"
            " let this process write to it"
        ) from error


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    query = sa.text("SELECT version_num FROM alembic_version")
    version: str | None = connection.execute(query).scalar()
    return version


@contextmanager
def _only_one(database: Database) -> Iterator[sa.Connection]:
    if database.is_sqlite:
        # Also around the first connection: two that switch to WAL at once collide.
        with (
            _file_lock(Path(f"{database.engine.url.database}.lock")),
            database.engine.connect() as connection,
        ):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
        return
    with database.engine.connect() as connection:
        # The others wait for as long as it takes, and not for a lock's usual time.
        connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
        # Held until the transaction ends, so a crash cannot leave it behind.
        connection.execute(
            sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK}
        )
        yield connection


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _upgrade(connection: sa.Connection) -> None:
    # Alembic is needed once in a version's life; most starts go without it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise MigrationError(
            f"the database was written by another version of the engine ({error});"
            " run that version, or give this one a database of its own"
        ) from error

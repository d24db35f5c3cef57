"""Bring a database to this version's schema, one process at a time."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.errors import MigrationError
from app.storage import tables
from app.storage.database import Database

# The newest script in migrations/versions; a test compares them.
HEAD = "0001"
# Any number that no other program on the same server locks.
_ADVISORY_LOCK = 0x70686172
_SCRIPTS = Path(__file__).parent / "migrations"

# (sku, name, price in cents, stock, threshold)
DEMO_PRODUCTS = (
    ("COFFEE-1KG", "Coffee beans, 1 kg", 1890, 5000, 100),
    ("TEA-250G", "Green tea, 250 g", 990, 800, 50),
    ("MUG-BLUE", "Mug, blue", 750, 120, 20),
    ("KETTLE-1L", "Kettle, 1 l", 3990, 40, 10),
)


def migrate(database: Database, *, demo: bool = True) -> None:
    """
    Create or upgrade the schema; does nothing when it is current.

    Args:
        demo: Whether a database that had no schema gets the demo catalogue.

    Raises:
        MigrationError: When the database does not answer, or a newer version of the
            shop has written to it.
    """
    try:
        with _only_one(database) as connection:
            before = _version(connection)
            if before == HEAD:
                return
            _upgrade(connection)
            if before is None and demo:
                _fill(connection)
            connection.commit()
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise MigrationError(
            f"the database cannot be migrated ({type(cause).__name__}:"
            f" {str(cause).splitlines()[0]}); check SHOP_DATABASE_URL"
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
        lock = Path(f"{database.engine.url.database}.lock")
        with _file_lock(lock):
            _create_for_group(database.engine.url.database)
            with database.engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        return
    with database.engine.connect() as connection:
        # Held until the transaction ends, so a crash cannot leave it behind.
        connection.execute(
            sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK}
        )
        yield connection


def _create_for_group(path: str | None) -> None:
    # SQLite itself makes files that only their owner may write; roles that share a
    # database run as users of their own with one group.
    if path and path != ":memory:":
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660))


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _upgrade(connection: sa.Connection) -> None:
    # Alembic is needed once in a database's life; most starts go without it.
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
            f"the database was written by another version of the shop ({error});"
            " run that version, or give this one a database of its own"
        ) from error


def _fill(connection: sa.Connection) -> None:
    now_ms = time.time_ns() // 1_000_000
    rows = [
        {
            "sku": sku,
            "name": name,
            "price_minor": price_minor,
            "currency": "EUR",
            "stock": stock,
            "low_stock_threshold": threshold,
            "created_at_ms": now_ms,
            "updated_at_ms": now_ms,
        }
        for sku, name, price_minor, stock, threshold in DEMO_PRODUCTS
    ]
    connection.execute(sa.insert(tables.products), rows)

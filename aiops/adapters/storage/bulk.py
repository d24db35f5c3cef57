"""Many rows at once, and which of them are there for good."""

from collections.abc import Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from aiops.adapters.storage.database import Database

# Rows of one statement.
_CHUNK = 2000
# Any number that no other program on the same server locks.
_INGEST_LOCK = 0x61696F71


def insert(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[sa.Column[Any]],
    rows: Sequence[tuple[Any, ...]],
) -> int:
    """
    Insert *rows*, leaving out those that break a unique constraint.

    Args:
        rows: Values in the order of *columns*.

    Returns:
        How many were new.
    """
    if connection.dialect.name == "sqlite":
        return _into_sqlite(connection, table, columns, rows)
    # Rows are numbered when they are inserted and seen when they are committed; who
    # reads by number waits for this, see `settled`.
    connection.execute(
        sa.text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": _INGEST_LOCK}
    )
    return sum(
        _into_postgres(connection, table, columns, rows[at : at + _CHUNK])
        for at in range(0, len(rows), _CHUNK)
    )


def settled(database: Database, table: sa.Table) -> int:
    """
    Return the number of the newest row below which none will appear any more.

    On PostgreSQL a transaction may commit rows after another has committed rows of
    higher numbers; who went on from the highest one would never see them. So those
    that insert hold a lock together, and this waits until none of them does.
    """
    newest = sa.select(sa.func.coalesce(sa.func.max(table.c.seq), 0))
    if database.is_sqlite:
        with database.read() as connection:
            return int(connection.execute(newest).scalar_one())
    with database.write() as connection:
        connection.execute(
            sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _INGEST_LOCK}
        )
        return int(connection.execute(newest).scalar_one())


def _into_sqlite(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[sa.Column[Any]],
    rows: Sequence[tuple[Any, ...]],
) -> int:
    if not rows:
        return 0
    names = ", ".join(column.name for column in columns)
    marks = ", ".join("?" for _ in columns)
    # Names are ours; the driver repeats one prepared statement.
    statement = f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608
    return connection.exec_driver_sql(statement, list(rows)).rowcount


def _into_postgres(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[sa.Column[Any]],
    rows: Sequence[tuple[Any, ...]],
) -> int:
    names = [str(column.name) for column in columns]
    types = [column.type.compile(connection.dialect) for column in columns]
    listed = ", ".join(names)
    fields = ", ".join(f"{n} {t}" for n, t in zip(names, types, strict=True))
    # One parameter instead of one per value costs the client an eighth.
    document = [dict(zip(names, row, strict=True)) for row in rows]
    statement = (
        f"INSERT INTO {table.name} ({listed})"  # noqa: S608
        f" SELECT {listed} FROM json_to_recordset(%s::json) AS given({fields})"
        " ON CONFLICT DO NOTHING"
    )
    text = orjson.dumps(document, default=_bytea).decode()
    return connection.exec_driver_sql(statement, (text,)).rowcount


def _bytea(value: object) -> str:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(type(value).__name__)

"""How much of the database's space is used, which is less than what it takes."""

import sqlalchemy as sa

from aiops.adapters.storage.database import Database

# Free pages of a SQLite file that are given back at once.
_GIVEN_BACK = 4096
_KEPT_FREE_SHARE = 0.2
# Of a row of PostgreSQL beside its columns: header, pointer, entries of indexes.
_ROW_OVERHEAD_BYTES = 220
_SAMPLE = 500


def used_bytes(database: Database, raw: tuple[sa.Table, ...]) -> int:
    """
    Return the bytes that hold data.

    PostgreSQL does not shrink its files when rows go, but fills the room again. What
    the *raw* tables, nearly all of it, use there is estimated from their rows.
    """
    with database.read() as connection:
        if database.is_sqlite:
            return _sqlite_used(connection)
        total = connection.execute(
            sa.text("SELECT pg_database_size(current_database())")
        ).scalar_one()
        for table in raw:
            whole = connection.execute(
                sa.select(sa.func.pg_total_relation_size(table.name))
            ).scalar_one()
            total -= max(0, whole - _postgres_live(connection, table, whole))
        return int(total)


def give_back(database: Database, raw: tuple[sa.Table, ...]) -> None:
    """Return free pages to the disk, or make them known as free."""
    with database.read() as connection:
        if not database.is_sqlite:
            for table in raw:
                connection.exec_driver_sql(f"VACUUM (ANALYZE) {table.name}")
            return
        free, pages = (
            _pragma(connection, name) for name in ("freelist_count", "page_count")
        )
        surplus = free - int(_KEPT_FREE_SHARE * pages)
        if surplus > 0:
            count = min(surplus, _GIVEN_BACK)
            cursor = connection.connection.cursor()
            # Each step frees one page, and has nothing to show for it.
            cursor.execute(f"PRAGMA incremental_vacuum({count})")
            cursor.fetchall()
            cursor.close()


def _sqlite_used(connection: sa.Connection) -> int:
    pages = _pragma(connection, "page_count") - _pragma(connection, "freelist_count")
    return pages * _pragma(connection, "page_size")


def _pragma(connection: sa.Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _postgres_live(connection: sa.Connection, table: sa.Table, whole: int) -> int:
    """Return about what the rows of *table* need, from its statistics and a sample."""
    rows = connection.execute(
        sa.text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)"),
        {"name": table.name},
    ).scalar_one()
    if rows < 0:
        # It has no statistics yet, and so hardly any free room.
        return whole
    newest = sa.select(table).order_by(table.c.seq.desc()).limit(_SAMPLE).subquery()
    size = sa.func.pg_column_size(sa.literal_column("newest.*"))
    width = connection.execute(
        sa.select(sa.func.avg(size)).select_from(newest.alias("newest"))
    ).scalar()
    return int(rows * (float(width or 0) + _ROW_OVERHEAD_BYTES))

"""Removes the oldest spans and log lines, a piece at a time."""

import sqlalchemy as sa

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.leases import confirm
from aiops.domain.leases import Lease

# What comes in waits while a piece is removed, for some hundredths of a second.
PIECE = 2000


def remove_before(
    database: Database, lease: Lease, table: sa.Table, cutoff_s: float
) -> int:
    """
    Remove up to `PIECE` of the oldest rows, as far as they came before *cutoff_s*.

    Returns:
        How many are gone; fewer than `PIECE` when that was all.
    """
    first = sa.select(table.c.seq, table.c.received_s).order_by(table.c.seq)
    head = first.limit(PIECE).subquery()
    last = sa.select(sa.func.max(head.c.seq)).where(head.c.received_s < cutoff_s)
    return _remove_up_to(database, lease, table, last)


def remove_oldest(database: Database, lease: Lease, table: sa.Table) -> int:
    """Remove up to `PIECE` of the oldest rows; return how many are gone."""
    first = sa.select(table.c.seq).order_by(table.c.seq).limit(PIECE).subquery()
    return _remove_up_to(database, lease, table, sa.select(sa.func.max(first.c.seq)))


def about_how_many(database: Database, table: sa.Table) -> int:
    """Return how many rows there are at most, by their numbers."""
    with database.read() as connection:
        first, last = (
            connection.execute(sa.select(edge(table.c.seq))).scalar() or 0
            for edge in (sa.func.min, sa.func.max)
        )
    return last - first + 1 if last else 0


def _remove_up_to(
    database: Database, lease: Lease, table: sa.Table, last: sa.Select[tuple[int]]
) -> int:
    with database.write() as connection:
        confirm(connection, lease)
        seq = connection.execute(last).scalar()
        if seq is None:
            return 0
        removed = connection.execute(sa.delete(table).where(table.c.seq <= seq))
        return removed.rowcount

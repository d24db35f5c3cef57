"""How far a reader of numbered rows has come."""

import sqlalchemy as sa

from aiops.adapters.storage.tables.runtime import cursors


def position(connection: sa.Connection, name: str) -> int:
    """Return the number of the last row that *name* is done with; 0 at first."""
    query = sa.select(cursors.c.seq).where(cursors.c.name == name)
    return connection.execute(query).scalar() or 0


def move(connection: sa.Connection, name: str, seq: int) -> None:
    """
    Note that *name* is done with all rows up to *seq*.

    In the transaction that stores what came of them, which has confirmed the lease.
    """
    moved = connection.execute(
        sa.update(cursors).where(cursors.c.name == name).values(seq=seq)
    )
    if moved.rowcount == 0:
        connection.execute(sa.insert(cursors).values(name=name, seq=seq))

"""Work that one process at a time may do, whatever happens to the others."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.tables.runtime import leases
from aiops.domain.leases import Lease
from aiops.errors import LeaseLost

# By the database's clock, for replicas may disagree on the time.
_NOW_SQLITE = sa.literal_column("((julianday('now') - 2440587.5) * 86400.0)", sa.Double)
_NOW_POSTGRES = sa.literal_column(
    "extract(epoch from clock_timestamp())::float8", sa.Double
)


class Leases:
    """The leases of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, holder: str, ttl_s: float) -> Lease | None:
        """
        Take the lease, or renew it.

        Args:
            holder: Unique for each start of a process.
            ttl_s: Another may take it so long after the last renewal.

        Returns:
            None while another holder has it.
        """
        statement = _upsert(name, holder, ttl_s, self._database.is_sqlite)
        with self._database.write() as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            return None
        return Lease(name=name, holder=holder, token=row.token, expires_s=row.expires_s)

    def release(self, lease: Lease) -> None:
        """Let another take it at once; nothing happens where one has already."""
        with self._database.write() as connection:
            connection.execute(
                sa.update(leases)
                .where(leases.c.name == lease.name, leases.c.token == lease.token)
                .values(expires_s=0)
            )


def confirm(connection: sa.Connection, lease: Lease) -> None:
    """
    Make sure, until this transaction ends, that nobody has taken over.

    Raises:
        LeaseLost: When somebody has; leave the transaction by this exception.
    """
    # A row that is written is locked: who would take over waits for the commit.
    held = connection.execute(
        sa.update(leases)
        .where(leases.c.name == lease.name, leases.c.token == lease.token)
        .values(holder=lease.holder)
    )
    if held.rowcount == 0:
        raise LeaseLost(
            f"{lease.holder} no longer holds {lease.name!r} (token {lease.token});"
            " another replica goes on with it"
        )


def _upsert(name: str, holder: str, ttl_s: float, is_sqlite: bool) -> sa.Executable:
    now = _NOW_SQLITE if is_sqlite else _NOW_POSTGRES
    insert = (sqlite if is_sqlite else postgresql).insert(leases)
    values = {"name": name, "holder": holder, "expires_s": now + ttl_s, "token": 1}
    same = leases.c.holder == holder
    statement: sa.Executable = (
        insert.values(values)
        .on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={
                "holder": holder,
                "expires_s": now + ttl_s,
                "token": sa.case((same, leases.c.token), else_=leases.c.token + 1),
            },
            where=sa.or_(same, leases.c.expires_s < now),
        )
        .returning(leases.c.token, leases.c.expires_s)
    )
    return statement

"""Thins out what is older than an hour: errors, slow traces and a sample stay."""

import sqlalchemy as sa

from aiops.adapters.storage import cursors
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.leases import confirm
from aiops.adapters.storage.tables.runtime import cursors as cursor_table
from aiops.adapters.storage.tables.telemetry import spans
from aiops.domain.leases import Lease
from aiops.domain.sampling import Brief, worth_keeping

CURSOR = "compaction"
# Of those who have to see every span.
READERS = ("analysis",)
EVERYTHING_S = 3600.0
_BATCH = 4000
# Spans of one trace arrive close together: looking so far to both sides sees them all.
_AROUND = 1000
_BRIEF = (
    spans.c.seq,
    spans.c.trace,
    spans.c.service,
    spans.c.operation,
    spans.c.duration_s,
    spans.c.error,
)


def compact(database: Database, lease: Lease, now_s: float) -> tuple[int, int]:
    """
    Look at one batch of spans that are old enough and were analysed.

    Returns:
        How many were looked at, 0 when there are none; and how many were removed.
    """
    with database.read() as connection:
        done = cursors.position(connection, CURSOR)
        batch = _old(connection, done, now_s)
        if not batch:
            return 0, 0
        last = batch[-1].seq
        context = _read(connection, spans.c.seq > last)
        # Of what was looked at before, only what is kept is still there.
        before = {s.trace for s in _read(connection, spans.c.seq <= done, back=True)}
    kept = before | worth_keeping([*batch, *context])
    gone = [span.seq for span in batch if span.trace not in kept]
    with database.write() as connection:
        confirm(connection, lease)
        for at in range(0, len(gone), 500):
            piece = gone[at : at + 500]
            connection.execute(sa.delete(spans).where(spans.c.seq.in_(piece)))
        cursors.move(connection, CURSOR, last)
    return len(batch), len(gone)


def _old(connection: sa.Connection, done: int, now_s: float) -> list[Brief]:
    query = (
        sa.select(*_BRIEF, spans.c.received_s)
        .where(spans.c.seq > done, spans.c.seq <= _analysed(connection))
        .order_by(spans.c.seq)
        .limit(_BATCH)
    )
    found: list[Brief] = []
    for *brief, received_s in connection.execute(query):
        if received_s > now_s - EVERYTHING_S:
            break
        found.append(Brief(*brief))
    return found


def _analysed(connection: sa.Connection) -> int:
    """Return how far all other readers have come; everything where there is none."""
    query = sa.select(sa.func.min(cursor_table.c.seq)).where(
        cursor_table.c.name.in_(READERS)
    )
    return connection.execute(query).scalar() or 2**62


def _read(
    connection: sa.Connection, where: sa.ColumnElement[bool], *, back: bool = False
) -> list[Brief]:
    order = spans.c.seq.desc() if back else spans.c.seq
    query = sa.select(*_BRIEF).where(where).order_by(order).limit(_AROUND)
    return [Brief(*row) for row in connection.execute(query)]

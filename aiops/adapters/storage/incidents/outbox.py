"""Notifications that wait to be sent, and those that were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from aiops.adapters.storage.tables.incidents import outbox
from aiops.domain.incidents.notices import Notice

WAITING, SENT, GIVEN_UP = "waiting", "sent", "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One notice for one channel."""

    seq: int
    channel: str
    incident: str
    kind: str
    dedup_key: str
    created_s: float
    attempts: int


def add(
    connection: sa.Connection,
    notices: Iterable[Notice],
    channels: Sequence[str],
    escalation: Sequence[str],
    now_s: float,
) -> None:
    """Queue *notices*; what was queued before is not queued again."""
    found = [
        {
            "dedup_key": notice.dedup_key,
            "channel": channel,
            "incident": notice.incident,
            "kind": notice.kind.value,
            "created_s": now_s,
            "due_s": now_s,
            "attempts": 0,
            "state": WAITING,
            "error": "",
        }
        for notice in notices
        for channel in (
            dict.fromkeys([*channels, *escalation]) if notice.escalated else channels
        )
    ]
    if found:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(outbox).on_conflict_do_nothing(), found)


def due(connection: sa.Connection, now_s: float, *, limit: int) -> list[Parcel]:
    """Return what has to be sent now, the oldest first."""
    query = (
        sa.select(outbox)
        .where(outbox.c.state == WAITING, outbox.c.due_s <= now_s)
        .order_by(outbox.c.due_s, outbox.c.seq)
        .limit(limit)
    )
    return [
        Parcel(
            seq=row.seq,
            channel=row.channel,
            incident=row.incident,
            kind=row.kind,
            dedup_key=row.dedup_key,
            created_s=row.created_s,
            attempts=row.attempts,
        )
        for row in connection.execute(query)
    ]


def sent(connection: sa.Connection, seq: int, now_s: float) -> None:
    """Note that it arrived."""
    _change(connection, seq, state=SENT, done_s=now_s, error="")


def postpone(
    connection: sa.Connection, seq: int, due_s: float, attempts: int, error: str
) -> None:
    """Try again later."""
    _change(connection, seq, due_s=due_s, attempts=attempts, error=error)


def give_up(connection: sa.Connection, seq: int, now_s: float, error: str) -> None:
    """Try no more."""
    _change(connection, seq, state=GIVEN_UP, done_s=now_s, error=error)


def sent_since(connection: sa.Connection, channel: str, since_s: float) -> int:
    """Return how many *channel* got since then."""
    query = (
        sa.select(sa.func.count())
        .select_from(outbox)
        .where(
            outbox.c.channel == channel,
            outbox.c.state == SENT,
            outbox.c.done_s >= since_s,
        )
    )
    return connection.execute(query).scalar() or 0


def length(connection: sa.Connection) -> int:
    """Return how many wait."""
    query = (
        sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == WAITING)
    )
    return connection.execute(query).scalar() or 0


def _change(connection: sa.Connection, seq: int, **values: object) -> None:
    connection.execute(sa.update(outbox).where(outbox.c.seq == seq).values(values))

"""Log lines: stored in bulk, found by trace, service, time and words."""

import hashlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from aiops.adapters.storage import bulk
from aiops.adapters.storage.tables.telemetry import logs
from aiops.domain.telemetry import LogLine

_COLUMNS = tuple(column for column in logs.columns if column.name != "seq")
_LINE = (
    logs.c.trace,
    logs.c.span,
    logs.c.service,
    logs.c.time_s,
    logs.c.severity,
    logs.c.body,
)
_DIGEST_BYTES = 16


def add(connection: sa.Connection, lines: Iterable[LogLine], received_s: float) -> int:
    """
    Store *lines*; one that is stored already stays as it is.

    Returns:
        How many were new.
    """
    return bulk.insert(
        connection, logs, _COLUMNS, [_row(line, received_s) for line in lines]
    )


def of_trace(connection: sa.Connection, trace: str, *, limit: int) -> list[LogLine]:
    """Return the lines of one trace, oldest first, *limit* at most."""
    query = (
        sa.select(*_LINE)
        .where(logs.c.trace == trace)
        .order_by(logs.c.time_s)
        .limit(limit)
    )
    return [LogLine(**row) for row in connection.execute(query).mappings()]


def search(
    connection: sa.Connection,
    *,
    start_s: float,
    end_s: float,
    limit: int,
    service: str = "",
    words: str = "",
    severity: int = 0,
) -> list[LogLine]:
    """
    Return the lines from *start_s* to before *end_s*, newest first, *limit* at most.

    Args:
        service: Only of this service; empty for all.
        words: A text that the line holds, in upper or lower case.
        severity: The least, by OpenTelemetry's numbers.
    """
    query = sa.select(*_LINE).where(logs.c.time_s >= start_s, logs.c.time_s < end_s)
    if service:
        query = query.where(logs.c.service == service)
    if words:
        query = query.where(logs.c.body.icontains(words, autoescape=True))
    if severity:
        query = query.where(logs.c.severity >= severity)
    query = query.order_by(logs.c.time_s.desc()).limit(limit)
    return [LogLine(**row) for row in connection.execute(query).mappings()]


def _row(line: LogLine, received_s: float) -> tuple[Any, ...]:
    return (
        received_s,
        line.trace,
        line.span,
        line.service,
        line.time_s,
        line.severity,
        line.body,
        _digest(line),
    )


def _digest(line: LogLine) -> bytes:
    parts = (
        line.trace,
        line.span,
        line.service,
        repr(line.time_s),
        str(line.severity),
        line.body,
    )
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=_DIGEST_BYTES).digest()

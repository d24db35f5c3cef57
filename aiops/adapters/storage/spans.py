"""Spans: stored in bulk, read in the order in which they were stored."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from aiops.adapters.storage import bulk
from aiops.adapters.storage.tables.telemetry import spans
from aiops.domain.telemetry import SpanKind, SpanRecord

_COLUMNS = tuple(column for column in spans.columns if column.name != "seq")
_RECORD = (spans.c.seq, *_COLUMNS[1:])
_KINDS = {str(kind): kind for kind in SpanKind}


def add(
    connection: sa.Connection, records: Iterable[SpanRecord], received_s: float
) -> int:
    """
    Store *records*; one that is stored already stays as it is.

    Returns:
        How many were new.
    """
    return bulk.insert(
        connection, spans, _COLUMNS, [_row(record, received_s) for record in records]
    )


def after(
    connection: sa.Connection, seq: int, *, last: int, limit: int
) -> list[tuple[int, SpanRecord]]:
    """
    Return the spans that come after *seq*, in their order, with their numbers.

    Args:
        last: What `settled` returned: above it some may still be missing.
        limit: How many at most.
    """
    query = (
        sa.select(*_RECORD)
        .where(spans.c.seq > seq, spans.c.seq <= last)
        .order_by(spans.c.seq)
        .limit(limit)
    )
    return [(row[0], record(row)) for row in connection.execute(query)]


def of_trace(connection: sa.Connection, trace: str, *, limit: int) -> list[SpanRecord]:
    """Return the spans of one trace, by their start, *limit* at most."""
    query = sa.select(*_RECORD).where(spans.c.trace == trace).limit(limit)
    found = [record(row) for row in connection.execute(query)]
    return sorted(found, key=lambda span: (span.start_s, span.span))


def of_traces(
    connection: sa.Connection, traces: Sequence[str], *, limit: int
) -> list[SpanRecord]:
    """Return the spans of several traces, *limit* at most."""
    query = sa.select(*_RECORD).where(spans.c.trace.in_(traces)).limit(limit)
    return [record(row) for row in connection.execute(query)]


def between(
    connection: sa.Connection, start_s: float, end_s: float, *, limit: int
) -> list[SpanRecord]:
    """Return the spans that began from *start_s* to before *end_s*, by their start."""
    query = (
        sa.select(*_RECORD)
        .where(spans.c.start_s >= start_s, spans.c.start_s < end_s)
        .order_by(spans.c.start_s)
        .limit(limit)
    )
    return [record(row) for row in connection.execute(query)]


def record(row: Sequence[Any]) -> SpanRecord:
    """Return the span of a row: its number, then the columns of a record in order."""
    (
        _seq,
        trace,
        span,
        parent,
        service,
        operation,
        kind,
        start_s,
        duration_s,
        error,
        status_code,
        message,
        stack,
        attributes,
    ) = row
    return SpanRecord(
        trace=trace,
        span=span,
        parent=parent,
        service=service,
        operation=operation,
        kind=_KINDS[kind],
        start_s=start_s,
        duration_s=duration_s,
        error=bool(error),
        status_code=status_code,
        message=message,
        stack=stack,
        attributes=orjson.loads(attributes) if attributes != "{}" else {},
    )


def _row(span: SpanRecord, received_s: float) -> tuple[Any, ...]:
    return (
        received_s,
        span.trace,
        span.span,
        span.parent,
        span.service,
        span.operation,
        span.kind.value,
        span.start_s,
        span.duration_s,
        span.error,
        span.status_code,
        span.message,
        span.stack,
        orjson.dumps(span.attributes).decode() if span.attributes else "{}",
    )

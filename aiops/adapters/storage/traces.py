"""Finds traces by what is in them."""

from dataclasses import dataclass

import sqlalchemy as sa

from aiops.adapters.storage.tables.telemetry import spans

# Spans looked at for each trace that is wanted: a trace has several that fit.
_PER_TRACE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceFilter:
    """
    What a trace must have: one span with all of it.

    Attributes:
        service, operation: Empty for any.
        errors: Only failed spans.
        least_s: Only spans that took at least so long.
    """

    start_s: float
    end_s: float
    service: str = ""
    operation: str = ""
    errors: bool = False
    least_s: float = 0.0


def find(connection: sa.Connection, wanted: TraceFilter, *, limit: int) -> list[str]:
    """Return the ids of the newest traces that fit, *limit* at most."""
    query = sa.select(spans.c.trace).where(
        spans.c.start_s >= wanted.start_s, spans.c.start_s < wanted.end_s
    )
    if wanted.service:
        query = query.where(spans.c.service == wanted.service)
    if wanted.operation:
        query = query.where(spans.c.operation == wanted.operation)
    if wanted.errors:
        # As in the index of failed spans.
        query = query.where(sa.text("error"))
    if wanted.least_s:
        query = query.where(spans.c.duration_s >= wanted.least_s)
    query = query.order_by(spans.c.start_s.desc()).limit(limit * _PER_TRACE)
    found = dict.fromkeys(trace for (trace,) in connection.execute(query))
    return list(found)[:limit]

"""Windows of operations and of the calls between them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from aiops.adapters.storage.rows import replace
from aiops.adapters.storage.tables.analysis import edges, windows
from aiops.domain.windows.sketch import LatencySketch
from aiops.domain.windows.window import EdgeKey, EdgeWindow, OperationKey, Window

WindowAt = tuple[float, OperationKey]
EdgeAt = tuple[float, EdgeKey]


def put(
    connection: sa.Connection, found: Mapping[WindowAt, Window], *, length_s: float
) -> None:
    """Store whole windows, in the place of what is stored of them."""
    replace(connection, windows, [_row(*item, length_s) for item in found.items()])


def add(
    connection: sa.Connection, found: Mapping[WindowAt, Window], *, length_s: float
) -> None:
    """Add to stored windows what came too late for them."""
    for (start_s, key), window in found.items():
        query = sa.select(windows).where(
            windows.c.service == key.service,
            windows.c.operation == key.operation,
            windows.c.start_s == start_s,
        )
        for row in connection.execute(query):
            known = window_of(row)
            window.usual = known.usual
            window.merge(known)
    put(connection, found, length_s=length_s)


def between(
    connection: sa.Connection,
    start_s: float,
    end_s: float,
    *,
    service: str | None = None,
    operation: str | None = None,
) -> dict[WindowAt, Window]:
    """Return the windows that start from *start_s* to before *end_s*."""
    query = sa.select(windows).where(
        windows.c.start_s >= start_s, windows.c.start_s < end_s
    )
    if service is not None:
        query = query.where(windows.c.service == service)
    if operation is not None:
        query = query.where(windows.c.operation == operation)
    return {
        (row.start_s, OperationKey(row.service, row.operation)): window_of(row)
        for row in connection.execute(query)
    }


def put_edges(connection: sa.Connection, found: Mapping[EdgeAt, EdgeWindow]) -> None:
    """Store whole windows of calls, in the place of what is stored of them."""
    replace(connection, edges, [_edge_row(*item) for item in found.items()])


def add_edges(connection: sa.Connection, found: Mapping[EdgeAt, EdgeWindow]) -> None:
    """Add to stored windows of calls what came too late for them."""
    for (start_s, key), edge in found.items():
        query = sa.select(edges).where(
            *(
                column == value
                for column, value in zip(_EDGE_KEY, _flat(key), strict=True)
            ),
            edges.c.start_s == start_s,
        )
        for row in connection.execute(query):
            edge.merge(_edge(row))
    put_edges(connection, found)


def edges_between(
    connection: sa.Connection, start_s: float, end_s: float
) -> dict[EdgeAt, EdgeWindow]:
    """Return the calls of the windows from *start_s* to before *end_s*."""
    query = sa.select(edges).where(edges.c.start_s >= start_s, edges.c.start_s < end_s)
    return {
        (row.start_s, _edge_key(row)): _edge(row) for row in connection.execute(query)
    }


def window_of(row: sa.Row[Any]) -> Window:
    """Return the window of a row of the table."""
    statuses = orjson.loads(row.statuses)
    usual = orjson.loads(row.usual)
    return Window(
        requests=row.requests,
        errors=row.errors,
        timeouts=row.timeouts,
        sum_s=row.sum_s,
        sketch=LatencySketch.parse(row.sketch),
        statuses=Counter({int(status): n for status, n in statuses.items()}),
        usual={signal: tuple(bounds) for signal, bounds in usual.items()},
    )


_EDGE_KEY = (
    edges.c.caller_service,
    edges.c.caller_operation,
    edges.c.callee_service,
    edges.c.callee_operation,
)


def _flat(key: EdgeKey) -> Sequence[str]:
    return (*key.caller, *key.callee)


def _edge_key(row: sa.Row[Any]) -> EdgeKey:
    return EdgeKey(
        OperationKey(row.caller_service, row.caller_operation),
        OperationKey(row.callee_service, row.callee_operation),
    )


def _edge(row: sa.Row[Any]) -> EdgeWindow:
    return EdgeWindow(
        calls=row.calls, errors=row.errors, duration_s=row.duration_s, gap_s=row.gap_s
    )


def _edge_row(at: EdgeAt, edge: EdgeWindow) -> dict[str, Any]:
    start_s, key = at
    names = (column.name for column in _EDGE_KEY)
    return {
        **dict(zip(names, _flat(key), strict=True)),
        "start_s": start_s,
        "calls": edge.calls,
        "errors": edge.errors,
        "duration_s": edge.duration_s,
        "gap_s": edge.gap_s,
    }


def _row(at: WindowAt, window: Window, length_s: float) -> dict[str, Any]:
    start_s, key = at
    statuses = {str(status): n for status, n in window.statuses.items()}
    return {
        "service": key.service,
        "operation": key.operation,
        "start_s": start_s,
        "length_s": length_s,
        "requests": window.requests,
        "errors": window.errors,
        "timeouts": window.timeouts,
        "sum_s": window.sum_s,
        "sketch": str(window.sketch),
        "statuses": orjson.dumps(statuses).decode(),
        "usual": orjson.dumps(window.usual).decode(),
    }


def services_of(found: Iterable[WindowAt]) -> list[str]:
    """Return the names of the services, in order."""
    return sorted({key.service for _, key in found})

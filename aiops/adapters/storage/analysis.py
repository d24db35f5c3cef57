"""Reads and writes what a round of analysis needs, each round in one transaction."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from aiops.adapters.storage import (
    anomalies,
    bulk,
    cursors,
    forecasts,
    leases,
    spans,
    windows,
)
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.rows import replace
from aiops.adapters.storage.tables import telemetry
from aiops.adapters.storage.tables.analysis import baselines
from aiops.domain.baselines.state import WatchState
from aiops.domain.forecasting.forecast import Ahead
from aiops.domain.leases import Lease
from aiops.domain.telemetry import SpanRecord
from aiops.domain.windows.window import EdgeKey, OperationKey
from aiops.services.analysis import Edges, Operations, Round, Snapshot

_SPANS, _JUDGED = "analysis", "analysis.judged"
# Callers of what arrives next are among the spans before it.
_RECENT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the last process left behind; see ``Analysis.resume``."""

    snapshot: Snapshot | None
    judged_s: float
    windows: Operations
    edges: Edges
    recent: Sequence[SpanRecord]


class AnalysisStore:
    """The analysis's part of one database."""

    def __init__(self, database: Database, *, length_s: float) -> None:
        self._database = database
        self._length_s = length_s

    def load(self) -> Stored:
        """Return where to continue."""
        with self._database.read() as connection:
            snapshot = _snapshot(connection)
            judged_s = cursors.position(connection, _JUDGED) or -math.inf
            since_s = snapshot.judged_s if snapshot else judged_s
            done = cursors.position(connection, _SPANS)
            recent = spans.after(
                connection, max(0, done - _RECENT), last=done, limit=_RECENT
            )
            return Stored(
                snapshot=snapshot,
                judged_s=judged_s,
                windows=windows.between(connection, since_s, math.inf),
                edges=windows.edges_between(connection, since_s, math.inf),
                recent=[span for _, span in recent],
            )

    def next_spans(self, *, limit: int) -> tuple[int, list[SpanRecord]]:
        """Return the oldest spans that were not counted, and the last one's number."""
        last = bulk.settled(self._database, telemetry.spans)
        with self._database.read() as connection:
            done = cursors.position(connection, _SPANS)
            found = spans.after(connection, done, last=last, limit=limit)
        return (found[-1][0] if found else done), [span for _, span in found]

    def save(self, done: Round, *, seq: int, lease: Lease) -> None:
        """
        Store a round and that the spans up to *seq* are counted, or nothing of it.

        Raises:
            LeaseLost: Another process goes on with the analysis.
        """
        with self._database.write() as connection:
            leases.confirm(connection, lease)
            windows.put(connection, done.windows, length_s=self._length_s)
            windows.add(connection, done.late_windows, length_s=self._length_s)
            windows.put_edges(connection, done.edges)
            windows.add_edges(connection, done.late_edges)
            anomalies.put(connection, done.anomalies)
            if done.forecasts is not None:
                foreseen = (Ahead.LATENCY, Ahead.ERROR_BUDGET)
                forecasts.put(connection, done.forecasts, of=foreseen)
            if done.snapshot:
                _put_snapshot(connection, done.snapshot)
            if not math.isinf(done.judged_s):
                cursors.move(connection, _JUDGED, int(done.judged_s))
            cursors.move(connection, _SPANS, seq)


def _put_snapshot(connection: sa.Connection, snapshot: Snapshot) -> None:
    shared = {
        "judged_s": snapshot.judged_s,
        "clock": snapshot.watch.clock,
        "rates": [[*edge.caller, *edge.callee, n] for edge, n in snapshot.rates],
        "order": [list(key) for key in snapshot.watch.columns],
    }
    states = {
        OperationKey("", ""): orjson.dumps(shared),
        **snapshot.watch.columns,
    }
    replace(
        connection,
        baselines,
        [_state_row(key, snapshot.watch.shape, state) for key, state in states.items()],
    )


def _state_row(key: OperationKey, version: str, state: bytes) -> dict[str, Any]:
    return {
        "service": key.service,
        "operation": key.operation,
        "version": version,
        "state": state,
    }


def _snapshot(connection: sa.Connection) -> Snapshot | None:
    rows = {
        OperationKey(row.service, row.operation): row
        for row in connection.execute(sa.select(baselines))
    }
    first = rows.pop(OperationKey("", ""), None)
    if first is None:
        return None
    shared = orjson.loads(first.state)
    order = [OperationKey(*names) for names in shared["order"]]
    return Snapshot(
        judged_s=shared["judged_s"],
        watch=WatchState(
            shape=first.version,
            clock=shared["clock"],
            columns={key: rows[key].state for key in order},
        ),
        rates=[
            (EdgeKey(OperationKey(a, b), OperationKey(c, d)), n)
            for a, b, c, d, n in shared["rates"]
        ],
    )

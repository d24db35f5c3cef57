"""What was observed of operations in a time, for those who look at it."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from aiops.adapters.storage import anomalies, forecasts, logs, spans, traces, windows
from aiops.adapters.storage.cursors import position
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.tables.analysis import baselines
from aiops.adapters.storage.tables.telemetry import spans as spans_table
from aiops.adapters.storage.traces import TraceFilter
from aiops.domain.anomalies import Anomaly
from aiops.domain.forecasting.forecast import Forecast
from aiops.domain.telemetry import LogLine, SpanRecord
from aiops.domain.windows.window import EdgeKey, EdgeWindow, OperationKey, Window

MOST_SPANS = 2000
_MOST_LINES = 500
# An anomaly that was not brought forward for so long belongs to no running analysis.
_STALE_S = 900.0


class Observations:
    """Reads windows, calls, anomalies, traces and logs of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def windows(
        self,
        start_s: float,
        end_s: float,
        *,
        service: str | None = None,
        operation: str | None = None,
    ) -> Mapping[tuple[float, OperationKey], Window]:
        """Return the windows that start in a time."""
        with self._database.read() as connection:
            return windows.between(
                connection, start_s, end_s, service=service, operation=operation
            )

    def edges(
        self, start_s: float, end_s: float
    ) -> Mapping[tuple[float, EdgeKey], EdgeWindow]:
        """Return the calls of the windows that start in a time."""
        with self._database.read() as connection:
            return windows.edges_between(connection, start_s, end_s)

    def anomalies(
        self, start_s: float, end_s: float, *, service: str | None = None
    ) -> list[Anomaly]:
        """Return the anomalies of a time, the oldest first."""
        with self._database.read() as connection:
            return anomalies.between(connection, start_s, end_s, service=service)

    def ongoing(self, now_s: float) -> list[Anomaly]:
        """Return the anomalies that go on."""
        found = self.anomalies(now_s - _STALE_S, now_s + _STALE_S)
        return [anomaly for anomaly in found if anomaly.ended_s is None]

    def forecasts(self, now_s: float) -> list[Forecast]:
        """Return the limits that will be met, the nearest first."""
        with self._database.read() as connection:
            return forecasts.current(connection, now_s)

    def traces(self, wanted: TraceFilter, *, limit: int) -> list[list[SpanRecord]]:
        """Return the newest traces that fit, each with its spans."""
        with self._database.read() as connection:
            ids = traces.find(connection, wanted, limit=limit)
            found = spans.of_traces(connection, ids, limit=MOST_SPANS)
        grouped: dict[str, list[SpanRecord]] = {trace: [] for trace in ids}
        for span in found:
            grouped[span.trace].append(span)
        return [spans for spans in grouped.values() if spans]

    def trace(self, trace: str) -> tuple[Sequence[SpanRecord], Sequence[LogLine]]:
        """Return the spans and log lines of one trace."""
        with self._database.read() as connection:
            return (
                spans.of_trace(connection, trace, limit=MOST_SPANS),
                logs.of_trace(connection, trace, limit=_MOST_LINES),
            )

    def lines(
        self,
        start_s: float,
        end_s: float,
        *,
        limit: int,
        trace: str = "",
        service: str = "",
        words: str = "",
    ) -> Sequence[LogLine]:
        """Return log lines: of one trace, or the newest that fit."""
        with self._database.read() as connection:
            if trace:
                return logs.of_trace(connection, trace, limit=limit)
            return logs.search(
                connection,
                start_s=start_s,
                end_s=end_s,
                limit=limit,
                service=service,
                words=words,
            )

    def backlog(self) -> tuple[int, int]:
        """Return the number of the newest span, and of the last one analysed."""
        newest = sa.select(sa.func.coalesce(sa.func.max(spans_table.c.seq), 0))
        with self._database.read() as connection:
            stored = int(connection.execute(newest).scalar_one())
            return stored, position(connection, "analysis")

    def operations(self) -> int:
        """Return how many operations' baselines are known."""
        query = sa.select(sa.func.count()).select_from(baselines)
        with self._database.read() as connection:
            # One row is what they share.
            return max(0, int(connection.execute(query).scalar_one()) - 1)

    def judged_s(self) -> float:
        """Return the end of the latest window that was judged; 0 before the first."""
        with self._database.read() as connection:
            return float(position(connection, "analysis.judged"))

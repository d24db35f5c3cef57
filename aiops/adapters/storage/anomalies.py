"""Anomalies, as long as they are remembered."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from aiops.adapters.storage.rows import replace
from aiops.adapters.storage.tables.analysis import anomalies
from aiops.domain.anomalies import Anomaly, Severity, Signal


def put(connection: sa.Connection, found: Iterable[Anomaly]) -> None:
    """Store anomalies as they are now."""
    replace(connection, anomalies, [_row(anomaly) for anomaly in found])


def between(
    connection: sa.Connection,
    start_s: float,
    end_s: float,
    *,
    service: str | None = None,
) -> list[Anomaly]:
    """Return the anomalies seen from *start_s* on that began before *end_s*."""
    query = (
        sa.select(anomalies)
        .where(anomalies.c.seen_s >= start_s, anomalies.c.started_s < end_s)
        .order_by(anomalies.c.started_s, anomalies.c.service, anomalies.c.operation)
    )
    if service is not None:
        query = query.where(anomalies.c.service == service)
    return [_anomaly(row) for row in connection.execute(query)]


def _row(anomaly: Anomaly) -> dict[str, Any]:
    return {
        **asdict(anomaly),
        "signal": anomaly.signal.value,
        "severity": anomaly.severity.value,
    }


def _anomaly(row: sa.Row[Any]) -> Anomaly:
    fields = dict(row._mapping)
    fields["signal"] = Signal(fields["signal"])
    fields["severity"] = Severity(fields["severity"])
    return Anomaly(**fields)

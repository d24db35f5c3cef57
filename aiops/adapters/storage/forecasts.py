"""Forecasts, as of the latest look of those who make them."""

import math
from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from aiops.adapters.storage.tables.forecasts import forecasts
from aiops.domain.forecasting.forecast import Ahead, Forecast

# One that was not made anew for so long is no forecast any more.
_STALE_S = 120.0


def put(
    connection: sa.Connection, found: Iterable[Forecast], *, of: Collection[Ahead]
) -> None:
    """Store what was *found* in place of all that was known *of* these signals."""
    names = [signal.value for signal in of]
    connection.execute(sa.delete(forecasts).where(forecasts.c.signal.in_(names)))
    # The nearest of a service's limits of the same kind.
    nearest: dict[tuple[str, str, str], Forecast] = {}
    for each in sorted(found, key=lambda one: -one.after_s):
        nearest[each.service, each.operation, each.signal] = each
    if nearest:
        rows = [_row(each) for each in nearest.values()]
        connection.execute(sa.insert(forecasts), rows)


def current(connection: sa.Connection, now_s: float) -> list[Forecast]:
    """Return what holds now, the nearest limit first."""
    query = sa.select(forecasts).where(forecasts.c.at_s >= now_s - _STALE_S)
    found = [_forecast(row) for row in connection.execute(query)]
    return sorted(found, key=lambda f: (f.at_s + f.after_s, f.service, f.operation))


def _row(forecast: Forecast) -> dict[str, Any]:
    latest_s = None if math.isinf(forecast.latest_s) else forecast.latest_s
    fields = asdict(forecast)
    return {**fields, "signal": forecast.signal.value, "latest_s": latest_s}


def _forecast(row: sa.Row[Any]) -> Forecast:
    fields = dict(row._mapping)
    latest_s = fields.pop("latest_s")
    return Forecast(
        **{**fields, "signal": Ahead(fields["signal"])},
        latest_s=math.inf if latest_s is None else latest_s,
    )

"""Looks ahead for every operation and service, window by window."""

import math
from collections.abc import Iterator, Mapping

import numpy as np

from aiops.domain.baselines.batch import Batch
from aiops.domain.baselines.columns import Columns
from aiops.domain.detection.explored import Floats
from aiops.domain.detection.season import DailyProfile
from aiops.domain.forecasting.budget import BudgetOutlook, BudgetUse
from aiops.domain.forecasting.crossing import Crossing
from aiops.domain.forecasting.forecast import Ahead, Forecast
from aiops.domain.forecasting.horizon import horizon
from aiops.domain.forecasting.latency import LatencyAhead, LatencyOutlook
from aiops.domain.windows.window import OperationKey
from catalog.objectives import SLO_WINDOW_DAYS, objective


class Outlook:
    """Latencies and error budgets on their way to what was promised."""

    def __init__(self, series: int, *, season_s: float) -> None:
        times = horizon(season_s)
        self.latency = LatencyOutlook(series, times)
        self.budget = BudgetOutlook(series, times)
        self._limits_s = np.full(series, math.nan)
        self._services: dict[str, list[int]] = {}
        self._placed = 0

    @property
    def parts(self) -> list[Columns]:
        """The state, always in the same order."""
        return [*self.latency.parts, *self.budget.parts]

    def step(
        self,
        names: Mapping[OperationKey, int],
        batch: Batch,
        *,
        latency: DailyProfile,
        traffic: DailyProfile,
    ) -> list[Forecast]:
        """
        Count one window and return what is to be told.

        Args:
            names: The columns of the operations, which only grow.
            latency, traffic: What is usual at a time of the day, on the detector's
                scales: logarithm and square root.
        """
        self._place(names, len(batch.requests))
        slow = self.latency.look(batch, latency, self._limits_s)
        self.budget.learn(batch)
        used = self.budget.look(self._services, traffic, at_s=batch.at_s)
        end_s = batch.at_s + batch.length_s
        keys = list(names)
        return [
            *(
                self._slow(keys[place], slow, int(place), end_s)
                for place in np.flatnonzero(slow.told)
            ),
            *_budgets(used, end_s),
        ]

    def _place(self, names: Mapping[OperationKey, int], room: int) -> None:
        if len(self._limits_s) < room:
            more = np.full(room - len(self._limits_s), math.nan)
            self._limits_s = np.concatenate((self._limits_s, more))
        for key in list(names)[self._placed :]:
            self._limits_s[names[key]] = objective(key.service).latency_s
            self._services.setdefault(key.service, []).append(names[key])
        self._placed = len(names)

    def _slow(
        self, key: OperationKey, slow: LatencyAhead, place: int, at_s: float
    ) -> Forecast:
        limit_ms = float(self._limits_s[place]) * 1000
        value_ms = math.exp(float(slow.now[place])) * 1000
        return Forecast(
            service=key.service,
            operation=key.operation,
            signal=Ahead.LATENCY,
            at_s=at_s,
            value=value_ms,
            limit=limit_ms,
            unit="ms",
            **_times(slow.crossing, place),
            seasonal=bool(self.latency.seasonal[place]),
            what=(
                f"{key.operation} takes {value_ms:.0f} ms and will cross the promised "
                f"{limit_ms:.0f} ms"
            ),
        )


def _budgets(used: Mapping[str, BudgetUse], at_s: float) -> Iterator[Forecast]:
    for service, use in sorted(used.items()):
        if use.told:
            yield Forecast(
                service=service,
                operation="",
                signal=Ahead.ERROR_BUDGET,
                at_s=at_s,
                value=use.used,
                limit=1.0,
                unit="ratio",
                **_times(use.crossing, 0),
                seasonal=use.seasonal,
                what=(
                    f"{service} has used {use.used:.0%} of its error budget of "
                    f"{SLO_WINDOW_DAYS} days and will have used all of it"
                ),
            )


def _times(found: Crossing, place: int) -> dict[str, float]:
    times: dict[str, Floats] = {
        "after_s": found.after_s,
        "earliest_s": found.earliest_s,
        "latest_s": found.latest_s,
    }
    return {name: float(each[place]) for name, each in times.items()}

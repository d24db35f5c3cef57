"""Which services will have used their error budgets up, and when."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aiops.domain.baselines.batch import Batch
from aiops.domain.baselines.columns import Columns
from aiops.domain.detection.explored import Floats
from aiops.domain.detection.season import DailyProfile
from aiops.domain.forecasting.crossing import SIGMAS, Crossing, first_above
from aiops.domain.forecasting.drift import Drift
from aiops.domain.forecasting.horizon import Horizon
from aiops.domain.forecasting.line import Line
from catalog.objectives import MISSED_AT_LEAST, SLO_WINDOW_DAYS, objective

WINDOW_S = SLO_WINDOW_DAYS * 86400.0
_STEPS = 48
# A day that is busier than now by more than this is not believed.
_MOST_TIMES = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetUse:
    """
    A service's budget.

    Attributes:
        used: Share of the window's budget that is gone.
        crossing: When it will be all of it.
        told: Whether that is certain, and soon.
        seasonal: Whether the day's profile of requests is known.
    """

    used: float
    crossing: Crossing
    told: bool
    seasonal: bool


class BudgetOutlook:
    """
    Requests that failed or got no answer, and what is allowed of them.

    Both are forgotten with the time constant of the objective's window. Ahead, the
    failing share goes on along its line for as long as it was drawn through, then
    stays; requests follow the profile of the day.
    """

    def __init__(self, series: int, horizon: Horizon) -> None:
        self._horizon = horizon
        self._share = Drift(series, memory_s=horizon.memory_s)
        self.columns = Columns(
            series,
            {
                "asked": (1, 0.0),
                "missed": (1, 0.0),
                "seconds": (1, 0.0),
                "rate": (1, 0.0),
                "rate_seconds": (1, 0.0),
                "lately": (1, 0.0),
            },
        )

    @property
    def parts(self) -> list[Columns]:
        """The state."""
        return [self._share.columns, self.columns]

    def learn(self, batch: Batch) -> None:
        """Count one window."""
        step_s, state = batch.length_s, self.columns
        asked = batch.requests + batch.timeouts
        missed = np.minimum(batch.errors + batch.timeouts, asked)
        known = (state["asked"] > 0) | (asked > 0)
        keep = math.exp(-step_s / WINDOW_S)
        lately = math.exp(-step_s / self._horizon.memory_s)
        for name, value, kept in (
            ("asked", asked, keep),
            ("missed", missed, keep),
            ("seconds", known * step_s, keep),
            ("rate", asked, lately),
            ("rate_seconds", known * step_s, lately),
            ("lately", missed, lately),
        ):
            state[name] = kept * state[name] + value
        with np.errstate(invalid="ignore", divide="ignore"):
            self._share.learn(
                np.where(asked > 0, missed / asked, np.nan), asked, step_s=step_s
            )

    def look(
        self,
        services: Mapping[str, Sequence[int]],
        profile: DailyProfile,
        *,
        at_s: float,
    ) -> dict[str, BudgetUse]:
        """
        Return the budgets of the *services* that failed lately.

        Args:
            services: The columns of each service's operations.
            profile: Of the square root of a window's requests, by time of the day.
        """
        failing = self.columns["lately"] >= MISSED_AT_LEAST / 2
        places = {
            name: np.array(columns)
            for name, columns in services.items()
            if failing[columns].any()
        }
        if not places:
            return {}
        ahead_s = np.linspace(0.0, self._horizon.budget_s * 2, _STEPS + 1)
        line = self._share.line()
        season = profile.at(at_s + ahead_s)
        return {
            name: self._use(name, columns, _taken(line, columns), season, ahead_s)
            for name, columns in places.items()
        }

    def _use(
        self,
        service: str,
        columns: Floats,
        line: Line,
        season: Floats,
        ahead_s: Floats,
    ) -> BudgetUse:
        state = {
            name: self.columns[name][columns]
            for name in ("asked", "missed", "seconds", "rate", "rate_seconds", "lately")
        }
        # Operations that were seen for a part of the window are taken for whole ones.
        whole = state["asked"] * WINDOW_S / np.maximum(state["seconds"], 1.0)
        allowed = (1 - objective(service).availability) * max(float(whole.sum()), 1.0)
        used = float(state["missed"].sum()) / allowed
        rate = state["rate"] / np.maximum(state["rate_seconds"], 1.0)
        busier = _busier(season[:, columns])
        times = np.minimum(ahead_s, self._horizon.memory_s)[:, np.newaxis]
        middle, error = line.at(times), SIGMAS * line.error(times)
        met = [
            first_above(
                used + _used(share, rate * busier, ahead_s) / allowed,
                ahead_s,
                np.ones(1),
            )
            for share in (middle, middle + error, middle - error)
        ]
        found = Crossing(after_s=met[0], earliest_s=met[1], latest_s=met[2])
        enough = state["lately"].sum() >= MISSED_AT_LEAST
        certain = bool(found.certain(self._horizon.budget_s)[0])
        return BudgetUse(
            used=used,
            crossing=found,
            told=bool(certain and enough),
            seasonal=bool(np.isfinite(season[:, columns]).all()),
        )


def _used(share: Floats, rates: Floats, ahead_s: Floats) -> Floats:
    """Return the failed requests up to each time, of all operations together."""
    failed = (np.clip(np.nan_to_num(share), 0.0, 1.0) * rates).sum(axis=1)
    steps = (failed[1:] + failed[:-1]) / 2 * np.diff(ahead_s)
    return np.concatenate(([0.0], np.cumsum(steps)))[:, np.newaxis]


def _busier(season: Floats) -> Floats:
    """Return requests ahead by those of now; 1 where the season is not known."""
    with np.errstate(invalid="ignore", divide="ignore"):
        times = (season / season[0]) ** 2
    known = np.isfinite(times).all(axis=0)
    return np.where(known, np.clip(times, 0.0, _MOST_TIMES), 1.0)


def _taken(line: Line, columns: Floats) -> Line:
    return Line(
        level=line.level[columns],
        slope=line.slope[columns],
        middle_s=line.middle_s[columns],
        middle_error=line.middle_error[columns],
        slope_error=line.slope_error[columns],
    )

"""The usual number of requests, and how far a window falls short of it."""

import math

import numpy as np

from aiops.domain.baselines.batch import Batch, Flags, Judgement
from aiops.domain.baselines.columns import Columns
from aiops.domain.baselines.context import SeasonalContext
from aiops.domain.detection.explored import Floats

_LEFT = 0.3  # of a drop that is looked for
# Traffic on its way down is expected a little too high.
_DOUBT = 0.8
_SURGE, _LEAST_SURGED = 6.0, 2.0
_ANEW, _SLOW_ANEW = 5.0, 1 / 24
_ENOUGH_WINDOWS = 24
_FAST, _SCATTER = 1 / 8, 1 / 48
_LEAST = 0.05
_LEAST_CONTEXT = 0.05
_SIGMAS = 3.0
# Busier by less than this is nothing that a latency could be excused by.
_BUSIER = 1.2


class TrafficBaseline:
    """
    Requests per window: a fast and a slow level, their context and their scatter.

    Traffic goes up and down for good reasons, so a drop has to be one below what the
    last minutes and the last hours both had at this time of the season, and below
    what the operation's callers ask for now. Where callers ask less, they are the
    ones to look at.
    """

    def __init__(
        self, series: int, *, memory: int, season_s: float, sensitivity: float
    ) -> None:
        self.context = SeasonalContext(series, season_s=season_s)
        self.columns = Columns(
            series,
            {
                "fast": (1, math.nan),
                "slow": (1, math.nan),
                "windows": (1, 0.0),
                "scatter": (1, 0.01),
            },
        )
        self._memory = memory
        self._left = _LEFT ** (1 / sensitivity)

    def judge(self, batch: Batch) -> Judgement:
        """Compare *batch* with what is usual."""
        factor, state = self._factor(batch.at_s), self.columns
        low = np.fmin(np.fmin(state["fast"], state["slow"]) * factor, batch.asked)
        high = np.fmax(state["fast"], state["slow"]) * factor
        requests, left = batch.requests, self._left
        least = _DOUBT * low
        drop = (requests * math.log(left) + (1 - left) * least) / self._over(low)
        surge = (requests * math.log(_SURGE) - (_SURGE - 1) * high) / self._over(high)
        # Where there was next to nothing a surge is a beginning.
        surge[(requests < _SURGE * high) | (high < _LEAST_SURGED)] = -1.0
        evidence = np.where(requests > high, surge, drop)
        evidence[~self.ready] = np.nan
        length, expected = batch.length_s, np.where(requests > high, high, low)
        noise = _SIGMAS * np.sqrt(np.maximum(expected, 0) * self._over(expected))
        return Judgement(
            evidence=evidence,
            value=requests / length,
            expected=expected / length,
            low=np.maximum(low - noise, 0.0) / length,
            high=(high + noise) / length,
            samples=requests,
            view=np.where(self.ready, np.sqrt(requests + 0.375), np.nan),
        )

    @property
    def ready(self) -> Flags:
        """Which operations are known well enough to be judged."""
        return np.asarray(self.columns["windows"] >= _ENOUGH_WINDOWS)

    def busier(self, batch: Batch) -> Floats:
        """Return requests by the usual number of them; 1 for less and for about it."""
        usual = self.columns["slow"] * self._factor(batch.at_s)
        times = batch.requests / np.maximum(usual, 1.0)
        return np.where(self.ready & (times > _BUSIER), times, 1.0)

    def learn(self, batch: Batch, which: Flags) -> None:
        """Count the windows of *which* operations as usual."""
        state = self.columns
        # An operation is known from its first request on.
        which = which & (~np.isnan(state["slow"]) | (batch.requests > 0))
        first = which & np.isnan(state["slow"])
        for name in ("fast", "slow"):
            state[name] = np.where(first, batch.requests, state[name])
        factor = self._factor(batch.at_s)
        expected = np.maximum(state["fast"] * factor, _LEAST)
        relative = np.where(which, batch.requests / expected - 1, 0.0)
        beyond = np.minimum(relative**2, 1.0) - 1 / np.maximum(expected, 1.0)
        young = 1 / (state["windows"] + 2)
        fast, slow = np.maximum(young, _FAST), np.maximum(young, 1 / self._memory)
        # After next to nothing for long the slow level knows nothing of any use.
        slow = np.where(state["fast"] > _ANEW * state["slow"], _SLOW_ANEW, slow)
        scatter = which * np.maximum(young, _SCATTER)
        state["scatter"] += scatter * (np.maximum(beyond, 0) - state["scatter"])
        level = np.maximum(np.nan_to_num(state["slow"]), _LEAST)
        self.context.learn(
            np.where(which, batch.requests / level - 1, np.nan), at_s=batch.at_s
        )
        current = np.where(which, batch.requests / factor, 0.0)
        for name, rate in (("fast", fast), ("slow", slow)):
            moved = state[name] + rate * (current - state[name])
            state[name] = np.where(which, moved, state[name])
        state["windows"] += which

    def accept(self, batch: Batch, which: Flags) -> None:
        """Take the present level of *which* operations for the usual one."""
        current = batch.requests / self._factor(batch.at_s)
        for name in ("fast", "slow"):
            self.columns[name] = np.where(which, current, self.columns[name])

    def _factor(self, at_s: float) -> Floats:
        return np.asarray(np.maximum(1 + self.context.usual(at_s), _LEAST_CONTEXT))

    def _over(self, expected: Floats) -> Floats:
        """Return how much more than independent requests windows scatter."""
        return np.asarray(1 + self.columns["scatter"] * np.maximum(expected, 0.0))

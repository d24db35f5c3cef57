"""The usual latency of operations, and how much slower a window is."""

import math

import numpy as np

from aiops.domain.baselines.batch import Batch, Flags, Judgement
from aiops.domain.baselines.columns import Columns
from aiops.domain.baselines.context import SeasonalContext
from aiops.domain.detection.explored import Floats

_SLOWER = math.log(2.0)  # evidence turns positive at the root of it, 1.4 times
_LEAST_MORE_S = 0.010
_LEAST_NOISE = 0.06  # of the logarithm: sketches are as exact as that
_UNKNOWN_VARIANCE = 0.25
_ENOUGH_WINDOWS, _ENOUGH_REQUESTS = 12, 30
_CLIP = 3.0
_SIGMA_PER_MAD = 1.4826
_FEW = 3.0


class LatencyBaseline:
    """
    Mean, noise within and between windows, and context of the logarithm of latency.

    A window of n requests is as noisy as n makes it and windows differ besides, so
    one request and five hundred are judged alike. A median absolute deviation of the
    standardised residuals, tracked by small steps, keeps wild series from being
    judged by a noise that a few quiet windows made look small; residuals are clipped
    before they count, so that an outlier does not move the mean.
    """

    def __init__(
        self, series: int, *, memory: int, season_s: float, sensitivity: float
    ) -> None:
        self.context = SeasonalContext(series, season_s=season_s)
        self.columns = Columns(
            series,
            {
                "mean": (1, math.nan),
                "windows": (1, 0.0),
                "requests": (1, 0.0),
                "within": (1, _UNKNOWN_VARIANCE),
                "between": (1, 0.01),
                "mad": (1, 1.0 / _SIGMA_PER_MAD),
            },
        )
        self._memory = memory
        self._shift = _SLOWER / sensitivity

    def judge(self, batch: Batch, *, busier: Floats) -> Judgement:
        """
        Compare *batch* with what is usual.

        Args:
            busier: Requests by the usual number, at least 1: a latency that grows
                with them has to grow more to be a fault.
        """
        expected = self._expected(batch.at_s)
        more = batch.log_mean - expected
        shift = self._shift + np.log(busier)
        noise = self._noise(batch)
        evidence = (more * shift - shift**2 / 2) / noise**2
        value_s, usual_s = np.exp(batch.log_mean), np.exp(expected)
        small = value_s - usual_s < _LEAST_MORE_S
        evidence = np.where(small, np.minimum(evidence, -1.0), evidence)
        evidence[~self.ready | (batch.requests == 0)] = np.nan
        weight = batch.requests / (batch.requests + _FEW)
        return Judgement(
            evidence=evidence,
            value=value_s * 1000,
            expected=usual_s * 1000,
            low=usual_s * np.exp(-_CLIP * noise) * 1000,
            high=usual_s * np.exp(_CLIP * noise) * 1000,
            samples=batch.requests,
            view=np.where(batch.requests > 0, expected + weight * more, np.nan),
        )

    @property
    def ready(self) -> Flags:
        """Which operations are known well enough to be judged."""
        return np.asarray(
            (self.columns["windows"] >= _ENOUGH_WINDOWS)
            & (self.columns["requests"] >= _ENOUGH_REQUESTS)
        )

    def learn(self, batch: Batch, which: Flags) -> None:
        """Count the windows of *which* operations as usual."""
        which = which & (batch.requests > 0)
        state = self.columns
        first = which & np.isnan(state["mean"])
        state["mean"] = np.where(first, batch.log_mean, state["mean"])
        noise = self._noise(batch)
        residual = batch.log_mean - self._expected(batch.at_s)
        clipped = np.clip(residual, -_CLIP * noise, _CLIP * noise)
        rate = which * np.maximum(1 / (state["windows"] + 2), 1 / self._memory)
        several = rate * (batch.requests >= 2)
        step = np.where(which, clipped, 0.0)
        self.context.learn(
            np.where(which, batch.log_mean - state["mean"], np.nan), at_s=batch.at_s
        )
        state["mean"] += rate * step * batch.requests / (batch.requests + 1)
        spread = np.nan_to_num(batch.log_variance) - state["within"]
        state["within"] += several * spread
        beyond = step**2 - state["within"] / np.maximum(batch.requests, 1)
        state["between"] += rate * (np.maximum(beyond, 0.0) - state["between"])
        # Towards the median by equal steps either way.
        wider = np.where(np.abs(residual) > noise * state["mad"], 1.0, -1.0)
        state["mad"] = np.clip(state["mad"] * np.exp(rate * wider), 0.5, 5.0)
        state["windows"] += which
        state["requests"] += np.where(which, batch.requests, 0)

    def accept(self, batch: Batch, which: Flags) -> None:
        """Take the present level of *which* operations for the usual one."""
        self.columns["mean"] = np.where(
            which & (batch.requests > 0),
            batch.log_mean - self.context.usual(batch.at_s),
            self.columns["mean"],
        )

    def _expected(self, at_s: float) -> Floats:
        return self.columns["mean"] + self.context.usual(at_s)

    def _noise(self, batch: Batch) -> Floats:
        state = self.columns
        requests = np.maximum(batch.requests, 1)
        variance = state["within"] / requests + state["between"] + _LEAST_NOISE**2
        return np.asarray(
            np.sqrt(variance) * np.maximum(1.0, _SIGMA_PER_MAD * state["mad"])
        )

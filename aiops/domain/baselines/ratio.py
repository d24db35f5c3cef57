"""The usual share of requests that fail, and how many more a window has."""

import numpy as np

from aiops.domain.baselines.batch import Flags, Judgement
from aiops.domain.baselines.columns import Columns
from aiops.domain.detection.explored import Floats

_MORE = 0.10  # a tenth more of the requests
_TIMES = 3.0
_LEAST, _MOST = 0.003, 0.95
# What is believed of an operation of which nothing is known: one in a hundred.
_PRIOR_FAILED, _PRIOR_REQUESTS = 0.5, 50.0
_ENOUGH_REQUESTS = 20
_FEW = 5.0
_SIGMAS = 3.0


class RatioBaseline:
    """
    Failed and all requests, slowly forgotten, and how much more they scatter.

    Failures that come in bursts scatter more than independent ones would; evidence is
    divided by that factor.
    """

    def __init__(self, series: int, *, memory: int, sensitivity: float) -> None:
        self.columns = Columns(
            series, {"failed": (1, 0.0), "all": (1, 0.0), "scatter": (1, 1.0)}
        )
        self._memory = memory
        self._more = _MORE / sensitivity

    def judge(self, failed: Floats, of: Floats) -> Judgement:
        """Compare *failed* requests among *of* with the usual share."""
        usual = self._usual()
        faulty = np.clip(np.maximum(_TIMES * usual, usual + self._more), _LEAST, _MOST)
        passed = of - failed
        evidence = failed * np.log(faulty / usual)
        evidence += passed * np.log((1 - faulty) / (1 - usual))
        evidence = np.asarray(evidence / self.columns["scatter"])
        evidence[(of == 0) | ~self.ready] = np.nan
        share = failed / np.maximum(of, 1)
        noise = np.sqrt(usual * (1 - usual) * self.columns["scatter"])
        noise *= _SIGMAS / np.sqrt(np.maximum(of, 1))
        return Judgement(
            evidence=evidence,
            value=share,
            expected=usual,
            low=np.maximum(usual - noise, 0.0),
            high=np.minimum(usual + noise, 1.0),
            samples=of,
            view=np.where(of > 0, usual + (share - usual) * of / (of + _FEW), np.nan),
        )

    @property
    def ready(self) -> Flags:
        """Which operations are known well enough to be judged."""
        return np.asarray(self.columns["all"] >= _ENOUGH_REQUESTS)

    def learn(self, failed: Floats, of: Floats, which: Flags) -> None:
        """Count the windows of *which* operations as usual."""
        state = self.columns
        which = which & (of > 0)
        usual = self._usual()
        variance = usual * (1 - usual) * np.maximum(of, 1)
        scatter = np.clip((failed - usual * of) ** 2 / variance, 0.0, 25.0)
        forget = 1 / self._memory
        state["scatter"] += which * forget * (scatter - state["scatter"])
        state["scatter"] = np.maximum(state["scatter"], 1.0)
        state["failed"] += which * (failed - forget * state["failed"])
        state["all"] += which * (of - forget * state["all"])

    def accept(self, failed: Floats, of: Floats, which: Flags) -> None:
        """Take the present share of *which* operations for the usual one."""
        share = failed / np.maximum(of, 1)
        state = self.columns
        state["failed"] = np.where(which, share * state["all"], state["failed"])

    def _usual(self) -> Floats:
        state = self.columns
        share = (state["failed"] + _PRIOR_FAILED) / (state["all"] + _PRIOR_REQUESTS)
        return np.asarray(np.clip(share, _LEAST, 0.9))

"""From evidence, window by window, to an anomaly that begins, lasts and ends."""

import math
from dataclasses import dataclass

import numpy as np

from aiops.domain.baselines.batch import Flags, Judgement
from aiops.domain.baselines.columns import Columns
from aiops.domain.detection.explored import Floats

# A baseline makes evidence of that much once in e^12 windows.
ENOUGH = 12.0
# No window is enough by itself, so that what lasts for one is no anomaly.
_MOST, _LEAST = 0.6 * ENOUGH, -0.5 * ENOUGH
# A value of which the likes were seen before, harmlessly, counts half.
_SEEN_BEFORE = 0.5
_SUSPICIOUS = 0.5 * ENOUGH
_CALM_WINDOWS = 6
# An anomaly that returns so soon is the same one.
_REFRACTORY_WINDOWS = 24
# Without a request for so long nothing goes on any more.
_SILENT_WINDOWS = 120
# A deployment explains what begins so soon after it; its marker may come late.
_SOON_S, _CLOSE_S = 600.0, 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeSettings:
    """
    When a change is confirmed as lasting.

    Attributes:
        accept_windows: So long a deviation has to last; 0 for never.
        accept_deployed_windows: The same where a deployment came right before it.
    """

    accept_windows: int
    accept_deployed_windows: int


class Episodes:
    """
    Sums up evidence of each series and tells when there is enough.

    Page's cumulative sum: evidence for a fault adds up, evidence against it takes
    away, never below nothing. It is the quickest test of its false alarm rate, and
    it works for one request per window as for five hundred.
    """

    def __init__(self, series: int, settings: EpisodeSettings) -> None:
        self._settings = settings
        self.columns = Columns(
            series,
            {
                "sum": (1, 0.0),
                "since": (1, math.nan),
                "open": (1, 0.0),
                "started": (1, math.nan),
                "seen": (1, math.nan),
                "ended": (1, math.nan),
                "lasted": (1, 0.0),
                "calm": (1, 0.0),
                "quiet": (1, _REFRACTORY_WINDOWS),
                "worst": (1, 0.0),
                "value": (1, math.nan),
                "expected": (1, math.nan),
                "samples": (1, 0.0),
                "score": (1, 0.0),
                "deployed": (1, -math.inf),
            },
        )

    @property
    def open(self) -> Flags:
        """Which series have an anomaly that goes on."""
        return np.asarray(self.columns["open"] > 0)

    @property
    def suspicious(self) -> Flags:
        """Which series must not be learnt from at present."""
        return np.asarray(self.open | (self.columns["sum"] >= _SUSPICIOUS))

    def step(
        self,
        judged: Judgement,
        *,
        known: Flags,
        score: Floats,
        at_s: float,
        length_s: float,
    ) -> None:
        """
        Count the window from *at_s*.

        Args:
            known: Whose value lies within all that was seen so far.
            score: Novelty of the window, 0..1.
        """
        state, evidence = self.columns, judged.evidence
        says = ~np.isnan(evidence)
        weight = np.where(known & (evidence > 0), _SEEN_BEFORE, 1.0)
        step = np.clip(np.nan_to_num(evidence * weight), _LEAST, _MOST)
        before = state["sum"]
        total = np.clip(before + step, 0.0, 2 * ENOUGH)
        began = (before <= 0) & (total > 0)
        state["since"] = np.where(began, at_s, state["since"])
        state["sum"] = total
        self._open(total >= ENOUGH)
        stands_out = says & (evidence > 0)
        self._worst(judged, stands_out & (total > 0), began, step, score)
        state["seen"] = np.where(self.open & stands_out, at_s + length_s, state["seen"])
        state["lasted"] = np.where(self.open, state["lasted"] + 1, 0.0)
        state["quiet"] = np.where(self.open, 0.0, state["quiet"] + 1)
        calm = says & (evidence <= 0)
        state["calm"] = np.where(calm, state["calm"] + 1, state["calm"] * ~stands_out)
        silent = ~says & (at_s - state["seen"] > _SILENT_WINDOWS * length_s)
        self.end(self.open & (silent | (state["calm"] >= _CALM_WINDOWS)))

    def confirm(self, which: Flags, *, end_s: float) -> None:
        """Open an anomaly of *which* series, as other signals speak for it too."""
        before = self.open
        self._open(which)
        opened = self.open & ~before
        self.columns["seen"] = np.where(opened, end_s, self.columns["seen"])

    def _open(self, enough: Flags) -> None:
        state = self.columns
        opened = enough & ~self.open
        again = opened & (state["quiet"] < _REFRACTORY_WINDOWS)
        state["started"] = np.where(opened & ~again, state["since"], state["started"])
        state["ended"] = np.where(opened, np.nan, state["ended"])
        state["open"] = np.where(opened, 1.0, state["open"])
        state["calm"] = np.where(opened, 0.0, state["calm"])

    def _worst(
        self,
        judged: Judgement,
        which: Flags,
        began: Flags,
        step: Floats,
        score: Floats,
    ) -> None:
        """Remember the window that speaks loudest, and the highest novelty."""
        state = self.columns
        fresh = began & ~self.open
        so_far = np.where(fresh, 0.0, state["worst"])
        size = (
            np.abs(
                np.log(np.maximum(judged.value, 1e-4))
                - np.log(np.maximum(judged.expected, 1e-4))
            )
            * step
        )
        worse = which & (size > so_far)
        state["worst"] = np.where(worse, size, so_far)
        for name, values in (
            ("value", judged.value),
            ("expected", judged.expected),
            ("samples", judged.samples),
        ):
            state[name] = np.where(worse, values, state[name])
        sure = 1 - np.exp(-state["sum"] / ENOUGH)
        highest = np.maximum(score, sure)
        state["score"] = np.where(
            fresh,
            highest,
            np.where(which, np.maximum(state["score"], highest), state["score"]),
        )

    def end(self, which: Flags) -> None:
        """End the anomalies of *which* series at the last window that stood out."""
        state = self.columns
        state["ended"] = np.where(which, state["seen"], state["ended"])
        state["open"] = np.where(which, 0.0, state["open"])
        state["sum"] = np.where(which, 0.0, state["sum"])

    @property
    def lasting(self) -> Flags:
        """Return which anomalies lasted so long that they are how it is now."""
        state, settings = self.columns, self._settings
        if not settings.accept_windows:
            return np.zeros(len(state["sum"]), dtype=bool)
        after_s = state["started"] - state["deployed"]
        deployed = (after_s > -_CLOSE_S) & (after_s < _SOON_S)
        long = np.where(
            deployed, settings.accept_deployed_windows, settings.accept_windows
        )
        return np.asarray(self.open & (state["lasted"] >= long))

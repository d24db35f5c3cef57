"""Watches every signal of every operation, window by window."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.baselines.batch import Batch, Flags, Judgement
from aiops.domain.baselines.columns import Columns
from aiops.domain.baselines.episodes import ENOUGH, Episodes, EpisodeSettings
from aiops.domain.baselines.latency import LatencyBaseline
from aiops.domain.baselines.ratio import RatioBaseline
from aiops.domain.baselines.traffic import TrafficBaseline
from aiops.domain.baselines.wording import UNITS, reason_of, severity_of
from aiops.domain.detection.detector import Detector, DetectorSettings
from aiops.domain.detection.season import DAY_S
from aiops.domain.forecasting.forecast import Forecast
from aiops.domain.forecasting.outlook import Outlook
from aiops.domain.windows.window import OperationKey

Bounds = tuple[float, float, float]
SIGNALS = (Signal.LATENCY, Signal.ERRORS, Signal.TIMEOUTS, Signal.TRAFFIC)
# Smallest width of what was seen that is believed, on each signal's scale.
_RESOLUTION = {
    Signal.LATENCY: 0.2,
    Signal.ERRORS: 0.02,
    Signal.TIMEOUTS: 0.02,
    Signal.TRAFFIC: 1.0,
}
# Evidence of one window from which on it is not counted as seen before.
_TELLING = ENOUGH / 3
# Evidence that is enough of several signals of an operation together.
_TOGETHER = 1.25 * ENOUGH
_HOUR_S = 3600.0
_LEAST_MEMORY, _MOST_MEMORY = 240, 4320


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSettings:
    """
    How operations are watched; the same for all.

    Attributes:
        interval_s: Length of a window.
        season_s: Length of the pattern that traffic repeats.
        sensitivity: Above 1 notices smaller deviations, below 1 only larger ones.
        accept_s: After so long a deviation of latency or traffic is how it is now.
        accept_deployed_s: The same right after a deployment.
        accept_failing_s: The same for failures.
    """

    interval_s: float = 5.0
    season_s: float = DAY_S
    sensitivity: float = 1.0
    accept_s: float = _HOUR_S
    accept_deployed_s: float = 600.0
    accept_failing_s: float = 24 * _HOUR_S

    @property
    def memory(self) -> int:
        """Windows after which a baseline has half forgotten: an hour, or so."""
        windows = min(_HOUR_S, self.season_s) / self.interval_s
        return int(np.clip(windows, _LEAST_MEMORY, _MOST_MEMORY))


@dataclass
class Expectation:
    """The latest judgement of each signal, for charts and health."""

    at_s: float = 0.0
    judged: Mapping[Signal, Judgement] = field(default_factory=dict)

    @cached_property
    def bounds(self) -> dict[str, list[Bounds | None]]:
        """By signal each operation's expected, lowest and highest value."""
        return {
            signal.value: [
                (expected, low, high) if finite else None
                for expected, low, high, finite in zip(
                    judged.expected.tolist(),
                    judged.low.tolist(),
                    judged.high.tolist(),
                    np.isfinite(judged.expected + judged.low + judged.high).tolist(),
                    strict=True,
                )
            ]
            for signal, judged in self.judged.items()
        }


class OperationWatch:
    """
    Baselines, novelty detector and episodes of the four signals of each operation.

    The state of an operation is a column of numbers; columns are made as operations
    appear, and all of them are brought forward by one window in one step.
    """

    def __init__(self, settings: WatchSettings | None = None) -> None:
        self.settings = settings = settings or WatchSettings()
        self.names: dict[OperationKey, int] = {}
        self.latest = Expectation()
        self._room = room = 64
        memory, sensitivity = settings.memory, settings.sensitivity
        self.latency = LatencyBaseline(
            room, memory=memory, season_s=settings.season_s, sensitivity=sensitivity
        )
        self.traffic = TrafficBaseline(
            room, memory=memory, season_s=settings.season_s, sensitivity=sensitivity
        )
        self.errors = RatioBaseline(room, memory=memory, sensitivity=sensitivity)
        self.timeouts = RatioBaseline(room, memory=memory, sensitivity=sensitivity)
        self.detectors = {
            signal: Detector(room, _detector_settings(settings)) for signal in SIGNALS
        }
        self.episodes = {
            signal: Episodes(room, _episode_settings(signal, settings))
            for signal in SIGNALS
        }
        self.outlook = Outlook(room, season_s=settings.season_s)
        self.forecasts: list[Forecast] = []

    def place_of(self, key: OperationKey) -> int:
        """Return the column of *key*, which is made if need be."""
        place = self.names.setdefault(key, len(self.names))
        if place >= self._room:
            self._grow(2 * self._room)
        return place

    @property
    def room(self) -> int:
        """How many columns there are, used or not."""
        return self._room

    def step(self, batch: Batch) -> list[Anomaly]:
        """
        Judge one window of all operations, then learn from it.

        Args:
            batch: ``room`` columns, placed by ``place_of``.

        Returns:
            The anomalies that go on, and those that ended with this window.
        """
        judged = {
            Signal.LATENCY: self.latency.judge(
                batch, busier=self.traffic.busier(batch)
            ),
            Signal.ERRORS: self.errors.judge(batch.errors, batch.requests),
            Signal.TIMEOUTS: self.timeouts.judge(
                batch.timeouts, batch.requests + batch.timeouts
            ),
            Signal.TRAFFIC: self.traffic.judge(batch),
        }
        self.latest = Expectation(batch.at_s, judged)
        before = {signal: self.episodes[signal].open for signal in SIGNALS}
        free = {s: ~(self._step(s, judged[s], batch) | batch.held) for s in SIGNALS}
        self._corroborate(batch)
        # What is slow or missing because requests fail is no baseline either.
        failing = free[Signal.ERRORS] & free[Signal.TIMEOUTS]
        self.latency.learn(batch, free[Signal.LATENCY] & failing)
        self.errors.learn(batch.errors, batch.requests, failing)
        self.timeouts.learn(batch.timeouts, batch.requests + batch.timeouts, failing)
        self.traffic.learn(batch, free[Signal.TRAFFIC])
        self._accept(batch)
        self.forecasts = self.outlook.step(
            self.names,
            batch,
            latency=self.detectors[Signal.LATENCY].profile,
            traffic=self.detectors[Signal.TRAFFIC].profile,
        )
        return self._anomalies(before)

    def _step(self, signal: Signal, judged: Judgement, batch: Batch) -> Flags:
        """Bring one signal forward; return what must not be learnt from."""
        episodes, detector = self.episodes[signal], self.detectors[signal]
        telling = np.nan_to_num(judged.evidence) >= _TELLING
        score = detector.add(
            judged.view,
            at_s=batch.at_s,
            resolution=_RESOLUTION[signal],
            learn=~(episodes.suspicious | telling | batch.held),
        )
        episodes.step(
            judged,
            known=detector.ready & (score <= 0),
            score=score,
            at_s=batch.at_s,
            length_s=batch.length_s,
        )
        if signal is Signal.TRAFFIC:
            # Half a window without requests would look like a wild series.
            return episodes.suspicious | telling
        return episodes.suspicious

    def _corroborate(self, batch: Batch) -> None:
        """Let signals of an operation that speak together need less each."""
        sums = np.stack([self.episodes[signal].columns["sum"] for signal in SIGNALS])
        since = np.stack([self.episodes[signal].columns["since"] for signal in SIGNALS])
        strong = sums >= ENOUGH / 2
        # Not from one window alone, however many signals it shows in.
        earlier = (strong & (since < batch.at_s)).any(axis=0)
        together = np.where(strong, sums, 0.0).sum(axis=0) >= _TOGETHER
        agreed = (strong.sum(axis=0) >= 2) & earlier & together
        for signal, own in zip(SIGNALS, strong, strict=True):
            self.episodes[signal].confirm(
                own & agreed, end_s=batch.at_s + batch.length_s
            )

    def _accept(self, batch: Batch) -> None:
        lasting = {signal: self.episodes[signal].lasting for signal in SIGNALS}
        self.latency.accept(batch, lasting[Signal.LATENCY])
        self.traffic.accept(batch, lasting[Signal.TRAFFIC])
        self.errors.accept(batch.errors, batch.requests, lasting[Signal.ERRORS])
        self.timeouts.accept(
            batch.timeouts, batch.requests + batch.timeouts, lasting[Signal.TIMEOUTS]
        )
        for signal, which in lasting.items():
            self.episodes[signal].end(which)

    def usual(self, key: OperationKey) -> dict[str, Bounds]:
        """Return the expected value and its bounds in the latest window, by signal."""
        place = self.names[key]
        bounds = ((name, rows[place]) for name, rows in self.latest.bounds.items())
        return {name: found for name, found in bounds if found is not None}

    def missed(self) -> set[OperationKey]:
        """Return the operations that had fewer requests than usual in that window."""
        evidence = self.latest.judged[Signal.TRAFFIC].evidence
        return {key for key, place in self.names.items() if evidence[place] > 0}

    def deployed(self, services: Collection[str], *, at_s: float) -> None:
        """Note that *services* were deployed: a change that lasts is to be expected."""
        for key, place in self.names.items():
            if key.service in services:
                for episodes in self.episodes.values():
                    episodes.columns["deployed"][place] = at_s

    def _anomalies(self, before: Mapping[Signal, Flags]) -> list[Anomaly]:
        keys = list(self.names)
        return [
            self._anomaly(keys[place], signal, int(place))
            for signal in SIGNALS
            for place in np.flatnonzero(before[signal] | self.episodes[signal].open)
        ]

    def _anomaly(self, key: OperationKey, signal: Signal, place: int) -> Anomaly:
        state = self.episodes[signal].columns
        value, expected = float(state["value"][place]), float(state["expected"][place])
        samples = int(state["samples"][place])
        ended = float(state["ended"][place])
        return Anomaly(
            service=key.service,
            operation=key.operation,
            signal=signal,
            severity=severity_of(signal, value, expected),
            started_s=float(state["started"][place]),
            seen_s=float(state["seen"][place]),
            ended_s=None if np.isnan(ended) else ended,
            value=value,
            expected=expected,
            unit=UNITS[signal],
            deviation=value / max(expected, 1e-9),
            score=float(state["score"][place]),
            samples=samples,
            reason=reason_of(signal, key.operation, value, expected, samples),
        )

    def _grow(self, room: int) -> None:
        self._room = room
        for part in self.parts():
            part.grow(room)
        for detector in self.detectors.values():
            detector.grow(room)

    def parts(self) -> list[Columns]:
        """Return the state beside the detectors', always in the same order."""
        return [
            self.latency.columns,
            self.latency.context.columns,
            self.traffic.columns,
            self.traffic.context.columns,
            self.errors.columns,
            self.timeouts.columns,
            *(self.episodes[signal].columns for signal in SIGNALS),
            *self.outlook.parts,
        ]


def _detector_settings(settings: WatchSettings) -> DetectorSettings:
    return DetectorSettings(day_s=settings.season_s, day_slots=48, warmup_points=60)


def _episode_settings(signal: Signal, settings: WatchSettings) -> EpisodeSettings:
    failing = signal in (Signal.ERRORS, Signal.TIMEOUTS)
    accept_s = settings.accept_failing_s if failing else settings.accept_s
    deployed_s = accept_s if failing else settings.accept_deployed_s
    return EpisodeSettings(
        accept_windows=round(accept_s / settings.interval_s),
        accept_deployed_windows=round(deployed_s / settings.interval_s),
    )

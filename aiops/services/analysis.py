"""One round of analysis: spans to windows, windows to anomalies."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiops.domain.anomalies import Anomaly
from aiops.domain.baselines import state as watch_state
from aiops.domain.baselines.batching import CallRates, batch_of
from aiops.domain.baselines.state import WatchState
from aiops.domain.baselines.watch import OperationWatch, WatchSettings
from aiops.domain.forecasting.forecast import Forecast
from aiops.domain.telemetry import SpanRecord
from aiops.domain.windows.cardinality import KnownOperations
from aiops.domain.windows.collecting import Collected, WindowCollector, merge
from aiops.domain.windows.window import EdgeKey, EdgeWindow, OperationKey, Window

# From the end of a request to its span: services export each second, collectors
# batch for another.
GRACE_S = 2.5
# Silence of everything at once is no news of any operation until it has lasted.
_SILENCE_S = 60.0
_SNAPSHOT_S = 60.0

Operations = Mapping[tuple[float, OperationKey], Window]
Edges = Mapping[tuple[float, EdgeKey], EdgeWindow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """
    What the analysis has learnt.

    Attributes:
        judged_s: End of the latest window that it has learnt from.
        rates: Calls that a request makes: caller, callee, number.
    """

    judged_s: float
    watch: WatchState
    rates: Sequence[tuple[EdgeKey, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """
    What one round changed.

    Attributes:
        windows, edges: Windows that are open still or were closed by this round,
            whole; they take the place of what is stored.
        late_windows, late_edges: What came after the window was closed; to be added
            to what is stored.
        anomalies: Those that go on and those that ended.
        forecasts: Limits that will be met; None where no window was judged.
        judged_s: End of the latest window that was judged; -inf before the first.
        snapshot: To be stored where it is not None.
        newest_s: End of the newest request seen so far.
    """

    windows: Operations
    edges: Edges
    late_windows: Operations
    late_edges: Edges
    anomalies: Sequence[Anomaly]
    forecasts: Sequence[Forecast] | None
    judged_s: float
    snapshot: Snapshot | None
    newest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """
    What else is known when a round begins.

    Attributes:
        held: Services with an open incident; their baselines must not learn.
        deployed: Services deployed since the last round, and when.
    """

    held: Collection[str] = ()
    deployed: Sequence[tuple[str, float]] = ()


class Analysis:
    """
    Takes spans in, window by window, and says what is unusual.

    Windows are judged in order, each once: when its time and a little more is over
    and something newer has arrived, so that a backlog is not taken for silence.
    """

    def __init__(self, settings: WatchSettings | None = None) -> None:
        self.watch = OperationWatch(settings)
        self._length_s = self.watch.settings.interval_s
        self._collector = WindowCollector(
            length_s=self._length_s, known=KnownOperations()
        )
        self._rates = CallRates()
        self._open = Collected()
        self._judged_s = -math.inf
        self._newest_s = -math.inf
        self._saved_s = -math.inf
        # While nobody listened, nothing was silent.
        self._resumed_s = -math.inf
        self.late = 0

    @property
    def open_windows(self) -> int:
        """How many windows wait to be judged."""
        return len(self._open.operations)

    def resume(
        self,
        snapshot: Snapshot | None,
        *,
        judged_s: float,
        windows: Operations,
        edges: Edges,
        recent: Sequence[SpanRecord],
        now_s: float,
    ) -> None:
        """
        Continue where another process ended.

        Args:
            snapshot: The latest one, or None.
            judged_s: End of the latest window that was judged.
            windows, edges: Stored ones from the snapshot on.
            recent: Spans that were counted already, to know callers by.
        """
        self._resumed_s = now_s
        if snapshot and watch_state.restore(self.watch, snapshot.watch):
            self._rates.restore(snapshot.rates)
            self._judged_s = self._saved_s = snapshot.judged_s
        merge(self._open, windows, edges)
        self._collector.warm(recent, now_s=now_s)
        for key in self.watch.names:
            self._collector.known.key_of(*key)
        if math.isinf(self._judged_s) and windows:
            first_s = min(start_s for start_s, _ in windows)
            self._judged_s = self._collector.start_of(first_s)
        # What was judged since the snapshot is learnt again, and told no second time.
        while math.isfinite(self._judged_s) and self._judged_s < judged_s:
            self._judge(Surroundings())

    def round(
        self,
        spans: Sequence[SpanRecord],
        *,
        now_s: float,
        around: Surroundings | None = None,
    ) -> Round:
        """
        Count *spans* and judge the windows that are over.

        Args:
            spans: Each once, in the order in which they were stored.
        """
        around = around or Surroundings()
        for service, at_s in around.deployed:
            self.watch.deployed([service], at_s=at_s)
        found = self._collector.collect(spans, now_s=now_s, closed_s=self._judged_s)
        self.late += found.late
        late = Collected(
            operations={k: v for k, v in found.operations.items() if self._late(k)},
            edges={k: v for k, v in found.edges.items() if self._late(k)},
        )
        punctual = Collected(
            operations={k: v for k, v in found.operations.items() if not self._late(k)},
            edges={k: v for k, v in found.edges.items() if not self._late(k)},
        )
        merge(self._open, punctual.operations, punctual.edges)
        ends = (start_s + self._length_s for start_s, _ in self._open.operations)
        self._newest_s = max(ends, default=self._newest_s)
        changed = Collected(
            operations={at: self._open.operations[at] for at in punctual.operations},
            edges={at: self._open.edges[at] for at in punctual.edges},
        )
        judged_s = self._judged_s
        anomalies = self._judge_due(now_s, around, changed)
        return Round(
            windows=changed.operations,
            edges=changed.edges,
            late_windows=late.operations,
            late_edges=late.edges,
            anomalies=anomalies,
            forecasts=self.watch.forecasts if self._judged_s != judged_s else None,
            judged_s=self._judged_s,
            snapshot=self._snapshot_if_due(),
            newest_s=self._newest_s,
        )

    def snapshot(self) -> Snapshot | None:
        """Return all that was learnt; None before the first window was judged."""
        if math.isinf(self._judged_s):
            return None
        self._saved_s = self._judged_s
        return Snapshot(
            judged_s=self._judged_s,
            watch=watch_state.save(self.watch),
            rates=self._rates.saved(),
        )

    def _late(self, at: tuple[float, Any]) -> bool:
        return at[0] < self._judged_s

    def _judge_due(
        self, now_s: float, around: Surroundings, changed: Collected
    ) -> list[Anomaly]:
        if math.isinf(self._judged_s):
            if not self._open.operations:
                return []
            self._judged_s = min(start_s for start_s, _ in self._open.operations)
        told: dict[tuple[object, ...], Anomaly] = {}
        while self._due(now_s):
            told.update({a.key: a for a in self._judge(around, changed)})
        return list(told.values())

    def _due(self, now_s: float) -> bool:
        end_s = self._judged_s + self._length_s
        if now_s < end_s + GRACE_S:
            return False
        silent_s = now_s - max(end_s, self._resumed_s)
        return self._newest_s >= end_s or silent_s >= _SILENCE_S

    def _judge(
        self, around: Surroundings, changed: Collected | None = None
    ) -> list[Anomaly]:
        at_s = self._judged_s
        self._judged_s += self._length_s
        windows = self._taken(self._open.operations, at_s)
        edges = self._taken(self._open.edges, at_s)
        silent = not any(window.requests for window in windows.values())
        if silent and self._newest_s > self._judged_s:
            return []  # it came back soon: what is missing was lost on the way
        batch = batch_of(
            self.watch,
            windows,
            at_s=at_s,
            asked=self._rates.asked(windows),
            held=around.held,
        )
        self._rates.learn(windows, edges)
        anomalies = self.watch.step(batch)
        if changed is not None:
            # Where requests are missing the window is told of too.
            for key in (*windows, *(self.watch.missed() - windows.keys())):
                window = windows.get(key) or Window()
                window.usual = self.watch.usual(key)
                changed.operations[at_s, key] = window
        return anomalies

    def _taken(self, windows: dict[tuple[float, Any], Any], at_s: float) -> Any:
        """Take what starts in the interval; stored windows may have been shorter."""
        taken: dict[Any, Any] = {}
        for at in [at for at in windows if at[0] < at_s + self._length_s]:
            window = windows.pop(at)
            known = taken.setdefault(at[1], window)
            if known is not window:
                known.merge(window)
        return taken

    def _snapshot_if_due(self) -> Snapshot | None:
        if self._judged_s - self._saved_s < _SNAPSHOT_S:
            return None
        return self.snapshot()

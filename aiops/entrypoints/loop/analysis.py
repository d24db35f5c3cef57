"""The job that analyses what came in."""

from collections.abc import Callable, Sequence

from aiops.adapters.storage.analysis import AnalysisStore
from aiops.domain.baselines.watch import WatchSettings
from aiops.domain.leases import Lease
from aiops.domain.telemetry import SpanRecord
from aiops.services.analysis import Analysis
from aiops.services.ports import SurroundingsSource

NAME = "analysis"
# Several looks in a window, so that one is judged as soon as it is over.
LOOKS = 5
# Spans of one transaction.
BATCH = 50_000


class AnalysisJob:
    """
    Counts new spans and judges the windows that are over.

    What a round found is stored in one transaction with the number of its last span.
    When that fails, for whatever reason, the memory is thrown away and read again, so
    that it never knows more than the database does.

    Args:
        surroundings: Asked before a round.
    """

    def __init__(
        self,
        store: AnalysisStore,
        settings: WatchSettings,
        now_s: Callable[[], float],
        *,
        surroundings: SurroundingsSource | None = None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._now_s = now_s
        self._surroundings = surroundings
        self._token: int | None = None
        self._analysis: Analysis | None = None

    @property
    def every_s(self) -> float:
        """How often to look."""
        return self._settings.interval_s / LOOKS

    def run(self, lease: Lease) -> None:
        """
        Do one round, or several where much has come in.

        Raises:
            LeaseLost: Another process goes on with it; nothing was stored.
        """
        if self._analysis is None or self._token != lease.token:
            self._analysis, self._token = self._resumed(), lease.token
        more = True
        while more:
            seq, spans = self._store.next_spans(limit=BATCH)
            more = len(spans) == BATCH
            self._round(self._analysis, seq, spans, lease)

    def _resumed(self) -> Analysis:
        stored, analysis = self._store.load(), Analysis(self._settings)
        analysis.resume(
            stored.snapshot,
            judged_s=stored.judged_s,
            windows=stored.windows,
            edges=stored.edges,
            recent=stored.recent,
            now_s=self._now_s(),
        )
        return analysis

    def _round(
        self, analysis: Analysis, seq: int, spans: Sequence[SpanRecord], lease: Lease
    ) -> None:
        now_s = self._now_s()
        around = self._surroundings(now_s) if self._surroundings else None
        self._analysis = None
        done = analysis.round(spans, now_s=now_s, around=around)
        self._store.save(done, seq=seq, lease=lease)
        self._analysis = analysis

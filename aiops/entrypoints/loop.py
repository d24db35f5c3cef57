"""The analysis loop: one round per interval, by whichever process holds the lease."""

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable, Sequence
from threading import Event

from aiops.adapters.storage.analysis import AnalysisStore
from aiops.adapters.storage.leases import Leases
from aiops.domain.baselines.watch import WatchSettings
from aiops.domain.leases import Lease
from aiops.domain.telemetry import SpanRecord
from aiops.errors import LeaseLost
from aiops.services.analysis import GRACE_S, Analysis, Round
from aiops.services.ports import RoundListener, SurroundingsSource

LEASE = "analysis"
# Renewed each round; a killed holder's work is taken over so much later.
LEASE_S = 20.0
# Spans of one transaction.
BATCH = 20_000
_RETRY_S = 2.0
_log = logging.getLogger(__name__)


class AnalysisLoop:
    """
    Runs rounds for as long as it holds the lease.

    What a round found is stored in one transaction with the number of its last span.
    When that fails, for whatever reason, the memory is thrown away and read again, so
    that it never knows more than the database does.
    """

    def __init__(
        self,
        store: AnalysisStore,
        leases: Leases,
        settings: WatchSettings,
        *,
        listeners: Sequence[RoundListener] = (),
        surroundings: SurroundingsSource | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._leases = leases
        self._settings = settings
        self._listeners = listeners
        self._surroundings = surroundings
        self._clock = clock
        self._holder = f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"
        self._lease: Lease | None = None
        self._analysis: Analysis | None = None

    def run(self, stop: Event) -> None:
        """Run until *stop*, then store what was learnt and hand the lease over."""
        while not stop.wait(self._until_next_s()):
            try:
                self.once()
            except Exception:
                # The database may be away for a while; the next round tries again.
                _log.exception("a round of analysis failed")
                stop.wait(_RETRY_S)
        self.close()

    def once(self) -> list[Round]:
        """
        Count all spans that are there and judge the windows that are over.

        Returns:
            The rounds; none while another process holds the lease.
        """
        rounds: list[Round] = []
        more = self._hold()
        while more and self._lease:
            seq, spans = self._store.next_spans(limit=BATCH)
            more = len(spans) == BATCH
            rounds.append(self._round(seq, spans, self._lease))
        return rounds

    def close(self) -> None:
        """Store what was learnt since the last snapshot and release the lease."""
        lease, analysis = self._lease, self._analysis
        if lease is None or analysis is None:
            return
        try:
            snapshot = analysis.snapshot()
            if snapshot:
                self._store.save_snapshot(snapshot, lease=lease)
            self._leases.release(lease)
        except LeaseLost:
            _log.info("the lease had been taken over already")
        self._forget()

    def _hold(self) -> bool:
        before = self._lease
        self._lease = self._leases.take(LEASE, self._holder, LEASE_S)
        if self._lease is None:
            self._forget()
        elif before is None or self._analysis is None:
            self._resume()
        return self._lease is not None

    def _resume(self) -> None:
        stored = self._store.load()
        self._analysis = Analysis(self._settings)
        self._analysis.resume(
            stored.snapshot,
            judged_s=stored.judged_s,
            windows=stored.windows,
            edges=stored.edges,
            recent=stored.recent,
            now_s=self._clock(),
        )

    def _round(self, seq: int, spans: Sequence[SpanRecord], lease: Lease) -> Round:
        analysis, now_s = self._analysis, self._clock()
        if analysis is None:
            raise LeaseLost("no analysis is loaded; take the lease first")
        around = self._surroundings(now_s) if self._surroundings else None
        try:
            done = analysis.round(spans, now_s=now_s, around=around)
            self._store.save(done, seq=seq, lease=lease)
        except Exception:
            self._analysis = None
            raise
        for listener in self._listeners:
            listener(done.anomalies, now_s)
        return done

    def _forget(self) -> None:
        self._lease = self._analysis = None

    def _until_next_s(self) -> float:
        """Return the seconds to the moment when the next window may be judged."""
        length_s = self._settings.interval_s
        return float(length_s - (self._clock() - GRACE_S) % length_s) + 0.05

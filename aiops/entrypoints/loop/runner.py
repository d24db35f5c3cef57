"""Runs jobs, each under its lease and in a thread of its own."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from aiops.adapters.observability.logs import JsonLog
from aiops.adapters.observability.metrics import JobMetrics
from aiops.adapters.storage.leases import Leases
from aiops.domain.leases import Lease
from aiops.errors import LeaseLost

# A replica that died is replaced after so long, plus one look of another.
TTL_S = 12.0
_RENEW_S = 3.0
_LOOK_S = 2.0
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """
    Something that is done again and again.

    Attributes:
        name: Also of its lease.
        every_s: From the beginning of one round to that of the next.
        run: Does one round; writes under ``leases.confirm`` of the lease it gets.
    """

    name: str
    every_s: float
    run: Callable[[Lease], None]


class Runner:
    """
    Does the jobs that no other replica does.

    Args:
        holder: Unique for this start of the process.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        leases: Leases,
        holder: str,
        log: JsonLog,
        metrics: JobMetrics,
        *,
        ttl_s: float = TTL_S,
    ) -> None:
        self._jobs = jobs
        self._leases = leases
        self._holder = holder
        self._log = log
        self._metrics = metrics
        self._ttl_s = ttl_s
        self._held: dict[str, Lease] = {}
        self._taking = threading.Lock()

    def run(self, stopped: threading.Event) -> None:
        """Run until *stopped*; rounds that have begun come to their end."""
        ended = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(ended,), name="leases")
        threads = [
            threading.Thread(target=self._repeat, args=(job, stopped), name=job.name)
            for job in self._jobs
        ]
        for thread in (keeper, *threads):
            thread.start()
        for thread in threads:
            thread.join()
        ended.set()
        keeper.join()
        for lease in self._held.values():
            self._attempt("release", partial(self._leases.release, lease))

    def _repeat(self, job: Job, stopped: threading.Event) -> None:
        wait_s = 0.0
        while not stopped.wait(wait_s):
            began_s = time.monotonic()
            lease = self._attempt(job.name, partial(self._take, job.name))
            if lease is None:
                wait_s = min(job.every_s, _LOOK_S)
                continue
            self._round(job, lease)
            wait_s = max(0.0, job.every_s - (time.monotonic() - began_s))

    def _round(self, job: Job, lease: Lease) -> None:
        with self._metrics.seconds.labels(job.name).time():
            self._attempt(job.name, partial(job.run, lease))

    def _take(self, name: str) -> Lease | None:
        with self._taking:
            before = self._held.pop(name, None)
            lease = self._leases.take(name, self._holder, self._ttl_s)
            if lease is None:
                return None
            self._held[name] = lease
        if before is None or before.token != lease.token:
            self._metrics.leases_taken.labels(name).inc()
            self._log.event("info", "lease taken", job=name, token=lease.token)
        return lease

    def _keep(self, ended: threading.Event) -> None:
        """Renew what is held, also while a round takes long."""
        while not ended.wait(_RENEW_S):
            for name in tuple(self._held):
                self._attempt(name, partial(self._take, name))

    def _attempt(self, job: str, act: Callable[[], Result]) -> Result | None:
        try:
            return act()
        except LeaseLost as error:
            self._held.pop(job, None)
            self._log.event("warning", "lease lost", job=job, reason=str(error))
        except Exception as error:
            self._metrics.failures.labels(job).inc()
            self._log.unexpected(f"job {job} failed", error)
        return None

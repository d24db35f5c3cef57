"""One round of all that retention does, within a bounded time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import sqlalchemy as sa

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.retention import oldest, space
from aiops.adapters.storage.retention.aggregated import remove_expired
from aiops.adapters.storage.retention.compaction import compact
from aiops.adapters.storage.tables.telemetry import logs, spans
from aiops.domain.leases import Lease

RAW = (spans, logs)
DAY_S = 86400
_MIB = 1024 * 1024
# Of the largest size: where removing ends that begins when it is reached.
_ENOUGH = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much is kept."""

    raw_days: float
    aggregated_days: float
    max_mib: int


@dataclass(slots=True)
class Removed:
    """Rows that a round removed, by the reason."""

    compacted: int = 0
    expired: int = 0
    for_space: int = 0
    aggregated: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.compacted + self.expired + self.for_space + self.aggregated


class Retention:
    """
    Removes what is too old, too much, or not worth keeping.

    Args:
        budget_s: When a round ends; the next one goes on.
    """

    def __init__(
        self,
        database: Database,
        limits: Limits,
        *,
        budget_s: float = 15.0,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._limits = limits
        self._budget_s = budget_s
        self._clock_s = clock_s

    def round(self, lease: Lease, now_s: float) -> Removed:
        """Do what is due at *now_s*, the most pressing first."""
        ends_s = self._clock_s() + self._budget_s
        removed = Removed()
        self._make_space(lease, removed, ends_s)
        self._expire(lease, removed, now_s, ends_s)
        while self._clock_s() < ends_s:
            looked_at, gone = compact(self._database, lease, now_s)
            removed.compacted += gone
            if not looked_at:
                break
        cutoff_s = now_s - self._limits.aggregated_days * DAY_S
        removed.aggregated = remove_expired(self._database, lease, cutoff_s)
        if removed.total:
            space.give_back(self._database, RAW)
        return removed

    def _expire(
        self, lease: Lease, removed: Removed, now_s: float, ends_s: float
    ) -> None:
        cutoff_s = now_s - self._limits.raw_days * DAY_S
        for table in RAW:
            while self._clock_s() < ends_s:
                gone = oldest.remove_before(self._database, lease, table, cutoff_s)
                removed.expired += gone
                if not gone:
                    break

    def _make_space(self, lease: Lease, removed: Removed, ends_s: float) -> None:
        most = self._limits.max_mib * _MIB
        used = space.used_bytes(self._database, RAW)
        if used <= most:
            return
        while used > _ENOUGH * most and self._clock_s() < ends_s:
            # Less than needed, for not all that is used are rows; so look again.
            share = 1 - _ENOUGH * most / used
            gone = sum(self._remove_share(lease, table, share, ends_s) for table in RAW)
            if not gone:
                return
            removed.for_space += gone
            space.give_back(self._database, RAW)
            used = space.used_bytes(self._database, RAW)

    def _remove_share(
        self, lease: Lease, table: sa.Table, share: float, ends_s: float
    ) -> int:
        rows = oldest.about_how_many(self._database, table)
        gone = 0
        for _ in range(ceil(share * rows / oldest.PIECE)):
            if self._clock_s() > ends_s:
                break
            gone += oldest.remove_oldest(self._database, lease, table)
        return gone

"""What every view of one process works with."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.clients.transport import Transport
from app.observability.exposition import Exposition
from app.observability.logs import JsonLog
from app.observability.metrics import ShopMetrics
from app.settings import Settings
from app.storage.database import Database
from app.storage.fault_board import FaultBoard


def clock_ms() -> int:
    """Return milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """
    The process's dependencies, built once by the factory.

    Attributes:
        peers: How to call each role, in this process or another.
        now_ms: The clock.
    """

    settings: Settings
    database: Database
    metrics: ShopMetrics
    log: JsonLog
    exposition: Exposition
    faults: FaultBoard
    peers: Mapping[str, Transport]
    now_ms: Callable[[], int] = clock_ms

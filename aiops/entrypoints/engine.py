"""Build what a process of the engine needs, once."""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from os import getpid
from secrets import token_hex

from prometheus_client import CollectorRegistry

from aiops.adapters.keys.folder import FolderKeys
from aiops.adapters.observability.logs import JsonLog
from aiops.adapters.observability.metrics import new_registry
from aiops.adapters.storage.database import Database
from aiops.services.ports import Authenticator
from aiops.settings import Settings


def clock_s() -> float:
    """Return the seconds since the epoch."""
    return time.time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """
    One process of the engine: every dependency, built once.

    Attributes:
        holder: Name under which this process takes leases; no other start has it.
        registry: Of the metrics of this process.
    """

    settings: Settings
    database: Database
    log: JsonLog
    authenticator: Authenticator
    registry: CollectorRegistry
    now_s: Callable[[], float] = clock_s
    holder: str = field(
        default_factory=lambda: f"{socket.gethostname()}/{getpid()}/{token_hex(4)}"
    )


def build(settings: Settings, process: str) -> Engine:
    """
    Return the engine's parts for *process*; opens no connection yet.

    Args:
        process: ``http`` or ``loop``, for the log.
    """
    return Engine(
        settings=settings,
        database=Database(settings.database_url, pool_size=settings.threads),
        log=JsonLog(process),
        authenticator=FolderKeys(settings.keys_folder),
        registry=new_registry(),
    )

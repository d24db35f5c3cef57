"""Build what a process of the engine needs, once."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from os import getpid
from secrets import token_hex

from prometheus_client import CollectorRegistry

from aiops.adapters.keys.database import DatabaseKeys
from aiops.adapters.keys.folder import EitherKeys, FolderKeys
from aiops.adapters.observability.logs import JsonLog
from aiops.adapters.observability.metrics import new_registry
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents.rounds import Audience
from aiops.services.ports import KeyPlace
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
        authenticator: Knows all valid keys; sessions are bound to them.
        audience: Who hears of incidents.
        streams: Live views that may be open at the same time.
        stopping: Set when this process was told to end: live views end with it.
    """

    settings: Settings
    database: Database
    log: JsonLog
    authenticator: KeyPlace
    registry: CollectorRegistry
    audience: Audience = field(default_factory=Audience)
    streams: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(8)
    )
    stopping: threading.Event = field(default_factory=threading.Event)
    now_s: Callable[[], float] = clock_s
    holder: str = field(
        default_factory=lambda: f"{socket.gethostname()}/{getpid()}/{token_hex(4)}"
    )


def _keys(settings: Settings, database: Database) -> Iterator[KeyPlace]:
    yield FolderKeys(settings.keys_folder)
    yield DatabaseKeys(database, clock_s)
    if settings.jwt_keys:
        # Cryptography costs 20 MiB: only those who use tokens pay for it.
        from aiops.adapters.keys.jwt import JwtKeys, KeySet

        yield JwtKeys(
            KeySet(settings.jwt_keys),
            issuer=settings.jwt_issuer,
            audience=settings.jwt_audience,
        )


def build(settings: Settings, process: str) -> Engine:
    """
    Return the engine's parts for *process*; opens no connection yet.

    Args:
        process: ``http`` or ``loop``, for the log.
    """
    database = Database(
        settings.database_url,
        pool_size=settings.threads,
        url_file=settings.database_url_file,
    )
    return Engine(
        settings=settings,
        database=database,
        log=JsonLog(process),
        authenticator=EitherKeys(list(_keys(settings, database))),
        registry=new_registry(),
        audience=Audience(
            channels=settings.notify.first,
            escalation=settings.notify.escalation,
            escalate_after_s=settings.notify.escalate_after_s,
        ),
        streams=threading.BoundedSemaphore(max(1, settings.threads // 2)),
    )

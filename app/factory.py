"""Build one process of the shop: every dependency, once."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from app.clients.local import LocalTransport
from app.clients.transport import Transport
from app.observability.exposition import Exposition, process_collector
from app.observability.logs import JsonLog
from app.observability.metrics import ShopMetrics
from app.observability.network import NetworkCollector
from app.observability.recorder import Recorder
from app.observability.stock import StockCollector
from app.roles import apis_of
from app.settings import ROLES, Settings
from app.shop import Shop, clock_ms
from app.storage.database import Database
from app.storage.fault_board import FaultBoard
from app.storage.migrate import migrate
from app.web import problems
from app.web.bodies import MAX_BODY_BYTES
from app.web.converters import IdConverter
from app.web.guards import limit_rates, simulate

# Where the processes of one role add up their metrics; set before they start.
SHARED_METRICS = "PROMETHEUS_MULTIPROC_DIR"


def create_app(
    settings: Settings,
    *,
    log: JsonLog | None = None,
    now_ms: Callable[[], int] = clock_ms,
    sleep: Callable[[float], None] = time.sleep,
    recorded: bool = True,
) -> Flask:
    """
    Return the application that *settings* describe, its database migrated.

    Args:
        log: Where events go; standard output unless a test says otherwise.
        sleep: Waits the seconds of a simulated delay.
        recorded: False leaves requests uncounted, unlogged and untraced; it is there
            to measure what recording them costs.

    Raises:
        MigrationError: When the database cannot be used.
    """
    database = Database(
        settings.database_url,
        pool_size=settings.threads,
        url_file=settings.database_url_file,
    )
    migrate(database, demo=settings.demo_catalogue)
    app = Flask("app", static_folder=None)
    app.url_map.converters["int"] = IdConverter
    # One more, which tells a body that is too large from one that just fits.
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES + 1, PROPAGATE_EXCEPTIONS=False)
    tracer = _tracer(settings)
    log = log or JsonLog(settings.service_name)
    log.copy = forwarding = _forwarding(settings)
    metrics = ShopMetrics(_shared_folder())
    shop = Shop(
        settings=settings,
        database=database,
        metrics=metrics,
        log=log,
        exposition=Exposition(_collectors(settings, database, metrics, log)),
        faults=FaultBoard(database),
        peers=_peers(app, settings, tracer),
        now_ms=now_ms,
    )
    app.extensions["shop"] = shop
    app.extensions["tracing"] = tracer
    app.extensions["log_forwarding"] = forwarding
    _serve(app, shop, sleep)
    if recorded:
        app.wsgi_app = _middleware(app, shop, tracer)  # type: ignore[method-assign]  # Flask's documented way to add middleware
    return app


def _serve(app: Flask, shop: Shop, sleep: Callable[[float], None]) -> None:
    settings = shop.settings
    problems.register(app, shop)
    if settings.rate_limit is not None:
        limit_rates(app, settings.rate_limit)
    if settings.simulation:
        simulate(app, shop.faults, sleep=sleep)
    everything_is_here = settings.roles == ROLES
    for api in apis_of(settings.roles):
        app.register_blueprint(
            api.blueprint(shop, internal_is_local=everything_is_here)
        )


def _middleware(app: Flask, shop: Shop, tracer: Any) -> Any:
    recorded = Recorder(app.wsgi_app, metrics=shop.metrics, log=shop.log, tracer=tracer)
    if not shop.settings.trusted_proxies:
        return recorded
    from werkzeug.middleware.proxy_fix import ProxyFix

    return ProxyFix(recorded, x_for=shop.settings.trusted_proxies, x_proto=0, x_host=0)


def _shared_folder() -> Path | None:
    folder = os.environ.get(SHARED_METRICS)
    return None if folder is None else Path(folder)


def _collectors(
    settings: Settings, database: Database, metrics: ShopMetrics, log: JsonLog
) -> list[Any]:
    collectors: list[Any] = [metrics, NetworkCollector()]
    if "products" in settings.roles:
        collectors.append(StockCollector(database, metrics, log))
    if settings.workers == 1:
        collectors.append(process_collector())
    return collectors


def _peers(app: Flask, settings: Settings, tracer: Any) -> dict[str, Transport]:
    local = LocalTransport(lambda: app.wsgi_app)
    peers: dict[str, Transport] = dict.fromkeys(settings.roles, local)
    if settings.peers:
        # A process that serves every role never needs an HTTP client.
        from app.clients.http import HttpTransport

        for role, url in settings.peers.items():
            peers[role] = HttpTransport(
                role, url, connections=settings.threads, tracer=tracer
            )
    return peers


def _tracer(settings: Settings) -> Any:
    if settings.otlp_endpoint is None:
        return None
    # The SDK costs half a second and 20 MiB: only those who trace pay for it.
    from app.observability.tracing import Tracing

    return Tracing.exporting_to(settings)


def _forwarding(settings: Settings) -> Any:
    if settings.otlp_endpoint is None:
        return None
    from app.observability.forwarding import LogForwarding

    return LogForwarding.exporting_to(settings)


def shop_of(app: Flask) -> Shop:
    """Return the dependencies of an application that ``create_app`` made."""
    shop: Shop = app.extensions["shop"]
    return shop

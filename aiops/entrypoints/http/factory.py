"""The engine's Flask application."""

from collections.abc import Iterator

from flask import Blueprint, Flask

from aiops.adapters.keys.database import Sessions
from aiops.adapters.observability.analysis import AnalysisState
from aiops.adapters.observability.incidents import IncidentState, RequestCounter
from aiops.adapters.observability.metrics import Collector, DatabaseSize, Exposition
from aiops.adapters.otlp import limits
from aiops.adapters.otlp.room import Room
from aiops.adapters.storage.observations import Observations
from aiops.adapters.storage.size import Size
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http import access, problems
from aiops.entrypoints.http.console import console_pages
from aiops.entrypoints.http.guards import guard
from aiops.entrypoints.http.openapi import openapi_routes
from aiops.entrypoints.http.operations import operations
from aiops.entrypoints.http.otlp import otlp
from aiops.entrypoints.http.overview import overview_routes
from aiops.entrypoints.http.patterns import pattern_routes
from aiops.entrypoints.http.sessions import by_cookie
from aiops.entrypoints.http.telemetry import telemetry_routes
from aiops.entrypoints.http.views import APIS

# Of what is not telemetry, which has a limit of its own.
MAX_BODY_BYTES = 1024 * 1024


def create_app(engine: Engine) -> Flask:
    """
    Return the application, whose database is migrated already.

    Raises:
        LookupError: When a view does not say who may call it.
    """
    app = Flask("aiops", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, PROPAGATE_EXCEPTIONS=False)
    app.extensions["engine"] = engine
    problems.register(app, engine.log)
    for blueprint in _blueprints(engine):
        app.register_blueprint(blueprint)
    sessions = Sessions(engine.database, engine.now_s)
    access.protect(
        app,
        [
            access.bearer(engine.authenticator),
            by_cookie(sessions, engine.authenticator.by_digest),
        ],
    )
    guard(app, engine, RequestCounter(engine.registry).asked)
    return app


def _blueprints(engine: Engine) -> Iterator[Blueprint]:
    observations = Observations(engine.database)
    collectors: list[Collector] = [
        DatabaseSize(Size(engine.database)),
        AnalysisState(observations, engine.now_s),
        IncidentState(engine.database, engine.now_s),
    ]
    yield operations(engine.database, Exposition(engine.registry, collectors))
    yield otlp(engine, Room(limits.MEMORY_BYTES))
    yield console_pages(engine.settings.console_folder)
    yield overview_routes(
        observations, interval_s=engine.settings.interval_s, now_s=engine.now_s
    )
    yield telemetry_routes(observations, now_s=engine.now_s)
    yield pattern_routes(engine.database, now_s=engine.now_s)
    for api in APIS:
        yield api.blueprint(engine)
    yield openapi_routes(APIS)

"""Health and metrics."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

import orjson
from flask import Blueprint, Response, request

from aiops.adapters.observability.metrics import Exposition
from aiops.adapters.storage.database import Database
from aiops.domain.access import Scope
from aiops.entrypoints.http.access import needs, open_to_all
from aiops.errors import Unavailable

JSON = "application/json"


def engine_version() -> str:
    """Return the installed version; an image may hold the files alone."""
    try:
        return version("pharos")
    except PackageNotFoundError:
        return "0.1.0"


def json_answer(document: Mapping[str, object], status: int = 200) -> Response:
    """Return *document* as the answer."""
    return Response(orjson.dumps(document), status, content_type=JSON)


def operations(database: Database, exposition: Exposition) -> Blueprint:
    """Return the routes of health and metrics."""
    blueprint = Blueprint("operations", __name__)

    @blueprint.get("/health")
    @open_to_all
    def health() -> Response:
        fault = database.fault()
        checks = {"database": "ok" if fault is None else f"failing: {fault}"}
        status = "ok" if fault is None else "degraded"
        return json_answer({"status": status, "checks": checks})

    @blueprint.get("/health/live")
    @open_to_all
    def live() -> Response:
        return json_answer({"status": "ok"})

    @blueprint.get("/health/ready")
    @open_to_all
    def ready() -> Response:
        fault = database.fault()
        if fault is not None:
            raise Unavailable(
                f"the database does not answer ({fault}); check that it runs"
            )
        return json_answer({"status": "ok", "checks": {"database": "ok"}})

    @blueprint.get("/metrics")
    @needs(Scope.READ)
    def metrics() -> Response:
        page, content_type = exposition.page(request.headers.get("Accept", ""))
        return Response(page, content_type=content_type)

    return blueprint

"""What every process serves: its description, health, metrics, OpenAPI document."""

from importlib.metadata import PackageNotFoundError, version

from flask import request

from app.errors import Unavailable
from app.schemas.operations import Health, ServiceInfo
from app.shop import Shop
from app.web.api import Api, Reply

api = Api("operations")


def shop_version() -> str:
    """Return the installed version; an image may hold the files alone."""
    try:
        return version("pharos")
    except PackageNotFoundError:
        return "0.1.0"


@api.operation("GET", "/", summary="What this service is", returns=ServiceInfo)
def service_info(shop: Shop) -> ServiceInfo:
    """Return the roles and the paths."""
    from app.roles import operations_of

    served = operations_of(shop.settings.roles)
    public = {op.path for op in served if not op.internal}
    return ServiceInfo(
        service=shop.settings.service_name,
        version=shop_version(),
        roles=list(shop.settings.roles),
        endpoints=sorted(public),
    )


@api.operation("GET", "/health", summary="Health in short", returns=Health)
def health(shop: Shop) -> Health:
    """Return that the process answers, and how its database does."""
    fault = shop.database.fault()
    checks = {"database": "ok" if fault is None else f"failing: {fault}"}
    return Health(status="ok" if fault is None else "degraded", checks=checks)


@api.operation("GET", "/health/live", summary="Is the process alive", returns=Health)
def live(shop: Shop) -> Health:
    """Return ok: who can answer is alive."""
    return Health(status="ok")


@api.operation(
    "GET",
    "/health/ready",
    summary="Can the process take requests",
    returns=Health,
    problems=(503,),
)
def ready(shop: Shop) -> Health:
    """Return ok when the database answers."""
    fault = shop.database.fault()
    if fault is not None:
        raise Unavailable(f"the database does not answer ({fault}); check that it runs")
    return Health(status="ok", checks={"database": "ok"})


@api.operation("GET", "/metrics", summary="Prometheus metrics", returns=None)
def metrics(shop: Shop) -> Reply:
    """Return the metrics in the format that the scraper asks for."""
    page, content_type = shop.exposition.page(request.headers.get("Accept", ""))
    return Reply(page, content_type=content_type)


@api.operation("GET", "/openapi.json", summary="This document", returns=None)
def openapi(shop: Shop) -> Reply:
    """Return the OpenAPI document of the whole shop."""
    from app.web.openapi import document

    return Reply(document())

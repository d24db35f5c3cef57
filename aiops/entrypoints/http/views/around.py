"""What the engine is told: deployments and maintenance."""

from secrets import token_hex

from aiops.adapters.storage.incidents import around
from aiops.domain.access import Scope
from aiops.domain.incidents.model import Deployment, Maintenance
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http.access import principal
from aiops.entrypoints.http.api import Api, Reply
from aiops.entrypoints.http.schemas import around as shapes
from aiops.errors import NotFound

API = Api("around")
_DAY_S = 86_400.0


@API.operation(
    "POST",
    "/aiops/deployments",
    "Say that a version was brought out",
    scope=Scope.OPERATE,
    body=shapes.NewDeployment,
    returns=shapes.DeploymentItem,
    status=201,
)
def add_deployment(engine: Engine, body: shapes.NewDeployment) -> shapes.DeploymentItem:
    """Store a deployment."""
    deployment = Deployment(
        id=token_hex(8),
        time_s=engine.now_s() if body.time_s is None else body.time_s,
        service=body.service,
        version=body.version,
        by=body.by or principal().name,
        text=body.text,
    )
    with engine.database.write() as connection:
        around.add_deployment(connection, deployment)
    return shapes.DeploymentItem.model_validate(deployment, from_attributes=True)


@API.operation(
    "GET",
    "/aiops/deployments",
    "Deployments of a time, the newest first; of the last day where none is given",
    scope=Scope.READ,
    query=shapes.TimeQuery,
    returns=shapes.Deployments,
)
def deployments(engine: Engine, query: shapes.TimeQuery) -> shapes.Deployments:
    """Answer with deployments."""
    to_s = engine.now_s() + 1 if query.to_s is None else query.to_s
    from_s = to_s - _DAY_S if query.from_s is None else query.from_s
    with engine.database.read() as connection:
        found = around.deployments(connection, from_s, to_s, limit=query.limit)
    return shapes.Deployments(
        deployments=[
            shapes.DeploymentItem.model_validate(each, from_attributes=True)
            for each in found
        ]
    )


@API.operation(
    "POST",
    "/aiops/maintenance",
    "Say that trouble of a service is expected: nobody is called",
    scope=Scope.OPERATE,
    body=shapes.NewMaintenance,
    returns=shapes.MaintenanceItem,
    status=201,
)
def add_maintenance(
    engine: Engine, body: shapes.NewMaintenance
) -> shapes.MaintenanceItem:
    """Store a maintenance window."""
    start_s = engine.now_s() if body.start_s is None else body.start_s
    window = Maintenance(
        id=token_hex(8),
        service=body.service,
        start_s=start_s,
        end_s=start_s + 60 * body.minutes,
        by=principal().name,
        text=body.text,
    )
    with engine.database.write() as connection:
        around.add_maintenance(connection, window)
    return shapes.MaintenanceItem.model_validate(window, from_attributes=True)


@API.operation(
    "GET",
    "/aiops/maintenance",
    "Maintenance windows that are not over",
    scope=Scope.READ,
    returns=shapes.MaintenanceWindows,
)
def maintenance(engine: Engine) -> shapes.MaintenanceWindows:
    """Answer with maintenance windows."""
    with engine.database.read() as connection:
        found = around.maintenance(connection, engine.now_s())
    return shapes.MaintenanceWindows(
        maintenance=[
            shapes.MaintenanceItem.model_validate(each, from_attributes=True)
            for each in found
        ]
    )


@API.operation(
    "DELETE",
    "/aiops/maintenance/<id>",
    "End a maintenance window now",
    scope=Scope.OPERATE,
    returns=None,
    status=204,
    problems=(404,),
)
def end_maintenance(engine: Engine, id: str) -> Reply:
    """End a maintenance window."""
    with engine.database.write() as connection:
        if not around.end_maintenance(connection, id, engine.now_s()):
            raise NotFound(
                f"there is no maintenance {id!r} that is not over; see"
                " /aiops/maintenance"
            )
    return Reply(None)

"""Shapes of deployments and maintenance."""

from typing import Annotated

from pydantic import Field

from aiops.entrypoints.http.schemas.base import (
    Answer,
    Limit,
    Name,
    OptionalName,
    Request,
    Seconds,
    Text,
)
from aiops.entrypoints.http.schemas.incidents import DeploymentItem

__all__ = [
    "DeploymentItem",
    "Deployments",
    "MaintenanceItem",
    "MaintenanceWindows",
    "NewDeployment",
    "NewMaintenance",
    "TimeQuery",
]


class NewDeployment(Request):
    """A version that was brought out."""

    service: Name = Field(description="Name of a service, or * for all")
    version: OptionalName = ""
    time_s: Seconds | None = Field(default=None, description="Now, if absent")
    by: OptionalName = Field(
        default="", description="Who brought it out; whose key it is, if absent"
    )
    text: Text = ""


class TimeQuery(Request):
    """A time."""

    from_s: Annotated[Seconds | None, Field(alias="from")] = None
    to_s: Annotated[Seconds | None, Field(alias="to")] = None
    limit: Limit = 100


class Deployments(Answer):
    """Deployments, the newest first."""

    deployments: list[DeploymentItem]


class NewMaintenance(Request):
    """A time in which trouble is expected."""

    service: Name = Field(description="Name of a service, or * for all")
    start_s: Seconds | None = Field(default=None, description="Now, if absent")
    minutes: Annotated[float, Field(gt=0, le=30 * 24 * 60)]
    text: Text = ""


class MaintenanceItem(Answer):
    """A maintenance window."""

    id: str
    service: str
    start_s: float
    end_s: float
    by: str
    text: str


class MaintenanceWindows(Answer):
    """Maintenance windows, the next to end first."""

    maintenance: list[MaintenanceItem]

"""What the paths of the API answer."""

from aiops.entrypoints.http.views import (
    access,
    actions,
    alerts,
    around,
    incidents,
    live,
)

APIS = (
    incidents.API,
    actions.API,
    alerts.API,
    around.API,
    access.API,
    live.API,
)

__all__ = ["APIS"]

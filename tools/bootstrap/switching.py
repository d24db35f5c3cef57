"""Says what becomes of a stack's data when its databases move to PostgreSQL."""

from collections.abc import Collection

from catalog.identity import LABEL_STACK, resource_name
from catalog.services import ENGINE, POSTGRES, SHOP_ROLES
from infra.specs.settings import Settings
from infra.specs.shop import volume_name
from tools.bootstrap.engine import Engine

_SQLITE_VOLUMES = (*dict.fromkeys(map(volume_name, SHOP_ROLES)), ENGINE.name)


def notice(settings: Settings, volumes: Collection[str]) -> str:
    """
    Return what to say before PostgreSQL takes the place of SQLite; "" for nothing.

    Args:
        volumes: Names of the stack's volumes on the engine.
    """
    kept = [
        name
        for each in _SQLITE_VOLUMES
        if (name := resource_name(settings.stack, each)) in volumes
    ]
    if not settings.postgres or not kept or is_there(settings.stack, volumes):
        return ""
    return (
        "Notice: the databases in PostgreSQL begin empty. What there was stays in"
        f" {', '.join(kept)}, untouched; `pharos:postgres: off` shows it again"
        " (docs/operations.md, PostgreSQL)."
    )


def is_there(stack: str, volumes: Collection[str]) -> bool:
    """Return whether PostgreSQL has a volume already."""
    return resource_name(stack, POSTGRES.name) in volumes


def volumes_of(engine: Engine, stack: str) -> list[str]:
    """Return the names of the stack's volumes."""
    label = {"label": f"{LABEL_STACK}={stack}"}
    found = engine.api.volumes(filters=label)["Volumes"] or ()
    return [volume["Name"] for volume in found]

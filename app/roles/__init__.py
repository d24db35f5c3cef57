"""The operations of each role."""

from collections.abc import Iterable
from importlib import import_module

from app.web.api import Api, Operation

# Every process has these beside its roles.
COMMON = ("operations", "simulation")


def apis_of(roles: Iterable[str]) -> list[Api]:
    """Return what a process with *roles* serves; imports no other role's code."""
    names = (*COMMON, *roles)
    return [import_module(f"app.roles.{name}").api for name in names]


def operations_of(roles: Iterable[str]) -> list[Operation]:
    """Return the operations of *roles* and those that every process has."""
    return [operation for api in apis_of(roles) for operation in api.operations]

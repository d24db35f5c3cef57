"""The tables against the unmodified Python package of the official plugin."""

import inspect
import json
from typing import Any

import pulumi_docker
import pytest

from plugins.docker.container.table import CONTAINER
from plugins.docker.image.table import IMAGE
from plugins.docker.kinds import Table
from plugins.docker.network.table import NETWORK
from plugins.docker.schema import schema
from plugins.docker.tables import TABLES
from plugins.docker.volume.table import VOLUME

ARGUMENTS = {
    CONTAINER.token: pulumi_docker.ContainerArgs,
    IMAGE.token: pulumi_docker.RemoteImageArgs,
    NETWORK.token: pulumi_docker.NetworkArgs,
    VOLUME.token: pulumi_docker.VolumeArgs,
}
ALL = pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.token)


def package_names(arguments: type) -> set[str]:
    getters = inspect.getmembers(arguments, lambda item: isinstance(item, property))
    return {getter.fget._pulumi_name for _, getter in getters}


@ALL
def test_every_input_of_the_package_is_implemented_or_refused(table: Table) -> None:
    known = {*table.inputs, *table.refused}
    assert known == package_names(ARGUMENTS[table.token])


@ALL
def test_no_input_is_both_implemented_and_refused(table: Table) -> None:
    assert not table.inputs.keys() & table.refused.keys()


@ALL
def test_required_inputs_are_the_packages(table: Table) -> None:
    parameters = inspect.signature(ARGUMENTS[table.token].__init__).parameters
    required = {
        name
        for name, parameter in parameters.items()
        if parameter.default is inspect.Parameter.empty and "self" not in name
    }
    assert required == {name for name, prop in table.inputs.items() if prop.required}


def test_schema_names_every_type_and_every_reference_resolves() -> None:
    found: dict[str, Any] = json.loads(schema(TABLES.values()))
    assert set(found["resources"]) == set(TABLES)
    references = set(_references(found["resources"]))
    assert references
    assert {r.removeprefix("#/types/") for r in references} <= set(found["types"])


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [r for inner in node.values() for r in _references(inner)]
    if isinstance(node, list):
        return [r for inner in node for r in _references(inner)]
    return []

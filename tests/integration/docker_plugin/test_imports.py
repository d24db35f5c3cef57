"""What exists already can be taken over."""

import docker
import pytest

from tests.integration.docker_plugin.declare import declare
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker


def test_network_and_volume_are_imported_unchanged(
    stack: Stack, engine: docker.DockerClient
) -> None:
    name = stack.name("found")
    network = engine.networks.create(name)
    engine.volumes.create(name)
    stack.up(
        declare("Network", "found-net", import_=str(network.id), name=name),
        declare("Volume", "found-vol", import_=name, name=name),
    )
    assert stack.resources()["found-net"]["id"] == network.id
    assert stack.resources()["found-vol"]["id"] == name


def test_importing_what_is_not_there_fails(stack: Stack) -> None:
    name = stack.name("nothing")
    said = stack.up_fails(declare("Volume", "nothing", import_=name, name=name))
    assert "does not exist" in said

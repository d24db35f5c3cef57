"""What exists already can be taken over."""

import docker
import pytest

from tests.integration.docker_plugin.declare import declare
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker


def test_network_volume_and_container_are_imported_unchanged(
    stack: Stack, engine: docker.DockerClient, image: str
) -> None:
    name = stack.name("found")
    network = engine.networks.create(name)
    engine.volumes.create(name)
    container = engine.containers.create(
        image,
        ["sleep"],
        name=name,
        mem_limit="32m",
        memswap_limit="32m",
        network_mode="bridge",
    )
    container.start()
    stack.up(
        declare("Network", "net", import_=str(network.id), name=name),
        declare("Volume", "vol", import_=name, name=name),
        declare(
            "Container",
            "found",
            import_=str(container.id),
            name=name,
            image=image,
            command=["sleep"],
            memory=32,
            memory_swap=32,
        ),
    )
    assert {r["id"] for n, r in stack.resources().items() if n in ("net", "found")} == {
        network.id,
        container.id,
    }
    container.reload()
    assert container.status == "running"


def test_importing_what_is_not_there_fails(stack: Stack) -> None:
    name = stack.name("nothing")
    said = stack.up_fails(declare("Volume", "nothing", import_=name, name=name))
    assert "does not exist" in said, said

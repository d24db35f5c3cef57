"""What changed behind Pulumi's back is found by a refresh and put right."""

from typing import Any

import docker
import pytest

from tests.integration.docker_plugin.declare import declare
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker
MIB = 1024 * 1024
CONTAINERS = ("removed", "stopped", "limits")


@pytest.fixture(scope="module")
def before(stack: Stack, engine: docker.DockerClient, image: str) -> dict[str, str]:
    """Ids of the containers before they were meddled with and put right."""
    declared = [
        declare("Network", "net", name=stack.name("net")),
        declare("Volume", "vol", name=stack.name("vol")),
        *(
            declare(
                "Container",
                name,
                name=stack.name(name),
                image=image,
                memory=32,
                memory_swap=32,
                ports=[{"internal": 8000, "ip": "127.0.0.1"}] * (name == "removed"),
                must_run=True,
            )
            for name in CONTAINERS
        ),
    ]
    stack.up(*declared)
    ids = {name: inspect(engine, stack, name)["Id"] for name in CONTAINERS}
    engine.api.remove_network(stack.name("net"))
    engine.api.remove_volume(stack.name("vol"))
    engine.api.remove_container(ids["removed"], force=True)
    engine.api.stop(ids["stopped"], timeout=1)
    limit = 64 * MIB
    engine.api.update_container(ids["limits"], mem_limit=limit, memswap_limit=limit)
    stack.up(*declared, refresh=True)
    return ids


def inspect(engine: docker.DockerClient, stack: Stack, name: str) -> dict[str, Any]:
    report: dict[str, Any] = engine.api.inspect_container(stack.name(name))
    return report


def test_removed_container_is_made_again(
    before: dict[str, str], stack: Stack, engine: docker.DockerClient
) -> None:
    after = inspect(engine, stack, "removed")
    assert after["Id"] != before["removed"]
    assert after["State"]["Running"] is True


def test_stopped_container_is_started(
    before: dict[str, str], stack: Stack, engine: docker.DockerClient
) -> None:
    after = inspect(engine, stack, "stopped")
    assert after["Id"] == before["stopped"]
    assert after["State"]["Running"] is True


def test_limit_is_set_back(
    before: dict[str, str], stack: Stack, engine: docker.DockerClient
) -> None:
    after = inspect(engine, stack, "limits")
    assert after["Id"] == before["limits"]
    assert after["HostConfig"]["Memory"] == 32 * MIB


@pytest.mark.usefixtures("before")
def test_removed_network_and_volume_are_made_again(
    stack: Stack, engine: docker.DockerClient
) -> None:
    assert engine.networks.list(names=[stack.name("net")])
    assert engine.volumes.get(stack.name("vol"))

"""What only our plugin promises when something goes wrong."""

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import docker
import pytest

from tests.integration.docker_plugin.declare import declare, healthy
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker
NAMES = ("sick", "brief", "bound", "taken", "blank")


@dataclass(frozen=True, kw_only=True)
class Failed:
    """One update in which everything fails, and what it printed."""

    said: str
    port: int
    took_s: float


@pytest.fixture(scope="module")
def busy_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture(scope="module")
def failed(
    stack: Stack, engine: docker.DockerClient, image: str, busy_port: int
) -> Iterator[Failed]:
    stranger = engine.containers.create(image, name=stack.name("taken"))
    began = time.monotonic()
    said = stack.up_fails(
        declare(
            "Container",
            "sick",
            name=stack.name("sick"),
            image=image,
            command=["sleep", "hello from the log"],
            healthcheck=healthy(tests=["CMD", "/probe", "fail", "I feel ill"]),
            wait=True,
            wait_timeout=3,
        ),
        declare(
            "Container",
            "brief",
            name=stack.name("brief"),
            image=image,
            command=["fail", "no configuration"],
            healthcheck=healthy(),
            wait=True,
            wait_timeout=120,
        ),
        declare(
            "Container",
            "bound",
            name=stack.name("bound"),
            image=image,
            ports=[{"internal": 8000, "external": busy_port, "ip": "127.0.0.1"}],
        ),
        declare("Container", "taken", name=stack.name("taken"), image=image),
        declare(
            "Container",
            "blank",
            name=stack.name("blank"),
            image="127.0.0.1:1/nobody/nothing:1",
        ),
        flags=("--continue-on-error",),
    )
    yield Failed(said=said, port=busy_port, took_s=time.monotonic() - began)
    stranger.remove(force=True)


def test_unhealthy_container_is_explained(failed: Failed, stack: Stack) -> None:
    assert f"container {stack.name('sick')} is not healthy after 3 s" in failed.said
    assert "last health check: I feel ill (exit 3)" in failed.said
    assert "hello from the log" in failed.said


def test_container_that_exits_is_not_waited_for(failed: Failed, stack: Stack) -> None:
    brief = f"container {stack.name('brief')} exited with code 3 before it was healthy"
    assert brief in failed.said
    assert "no configuration" in failed.said
    assert failed.took_s < 100


def test_port_in_use_is_named(failed: Failed) -> None:
    assert f"127.0.0.1:{failed.port} is in use" in failed.said


def test_image_that_cannot_be_pulled_is_named(failed: Failed) -> None:
    assert (
        "the engine has no image 127.0.0.1:1/nobody/nothing:1 and cannot pull it"
        in failed.said
    )


def test_strangers_name_is_refused_with_the_fix(failed: Failed, stack: Stack) -> None:
    name = stack.name("taken")
    assert "the engine has one of that name" in failed.said
    assert f"docker rm -f {name}" in failed.said


def test_nothing_is_left_but_the_stranger(
    failed: Failed, stack: Stack, engine: docker.DockerClient
) -> None:
    mine = {"name": [stack.name(name) for name in NAMES]}
    left = engine.containers.list(all=True, filters=mine)
    assert [container.name for container in left] == [stack.name("taken")]
    assert not stack.resources().keys() & set(NAMES)


def test_messages_are_not_wrapped_in_those_of_the_transport(failed: Failed) -> None:
    assert "Unexpected <class" not in failed.said
    assert "rpc error" not in failed.said


def test_engine_that_does_not_answer_is_named_with_the_fix(stack: Stack) -> None:
    stack.run("config", "set", "docker:host", "unix:///nowhere/docker.sock")
    try:
        said = stack.up_fails(declare("Volume", "unreachable"))
    finally:
        stack.run("config", "rm", "docker:host")
    assert "no Docker engine answers at unix:///nowhere/docker.sock" in said
    assert "set DOCKER_HOST" in said


def test_property_that_is_not_implemented_is_refused_by_name(
    stack: Stack, image: str
) -> None:
    said = stack.up_fails(
        declare(
            "Container",
            "refused",
            image=image,
            uploads=[{"file": "/a", "content": "b"}],
            gpus="all",
        )
    )
    assert "does not implement Container.uploads" in said
    assert "does not implement Container.gpus" in said

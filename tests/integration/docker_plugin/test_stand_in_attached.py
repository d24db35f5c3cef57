"""Pulumi attaches to a plugin that was started ahead, and nothing is different."""

import signal
from collections.abc import Iterator

import docker
import pytest

from tests.integration.docker_plugin.declare import declare
from tests.integration.docker_plugin.stack import Stack
from tests.integration.docker_plugin.test_stand_in_interrupted import (
    plugin_processes,
    update_under_way,
    waiting,
)
from tools.bootstrap.warm_plugins import DOCKER, start

pytestmark = pytest.mark.docker
_PATIENCE_S = 240


@pytest.fixture
def attached(stack: Stack) -> Iterator[Stack]:
    """The stack, whose Pulumi attaches from here on."""
    plugins = start((DOCKER,), stack.folder / "program")
    try:
        variables = plugins.attach(stack.environment)
        assert variables
        stack.environment.update(variables)
        yield stack
        assert plugins.take_said() == ""
        for name in variables:
            del stack.environment[name]
    finally:
        plugins.end()


def test_an_update_goes_through_the_attached_plugin(
    attached: Stack, engine: docker.DockerClient, image: str
) -> None:
    declared = waiting(attached, image, well=True)
    attached.up(*declared)
    assert engine.containers.get(attached.name("cut")).status == "running"
    assert {step["op"] for step in attached.preview(*declared).values()} == {"same"}
    attached.destroy()
    names = {"name": attached.name("cut")}
    assert not engine.containers.list(all=True, filters=names)


def test_ctrl_c_takes_away_what_an_attached_plugin_was_making(
    attached: Stack, engine: docker.DockerClient, image: str
) -> None:
    with update_under_way(attached, engine, image) as update:
        assert plugin_processes(update.pid) == []
        update.send_signal(signal.SIGINT)
        said = update.communicate(timeout=_PATIENCE_S)[0]
    left = engine.containers.list(all=True, filters={"name": attached.name("cut")})
    assert not left, said
    # The next update asks the same process.
    attached.up(*waiting(attached, image, well=True))


def test_what_an_attached_plugin_refuses_is_told(attached: Stack) -> None:
    said = attached.up_fails(declare("Volume", "data", name="not/allowed"))
    assert "cannot create volume not/allowed" in said

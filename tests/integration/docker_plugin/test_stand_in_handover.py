"""A stack may change hands between the two plugins, in both directions."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.docker_plugin.declare import Resource, declare, healthy, output
from tests.integration.docker_plugin.stack import Stack
from tests.integration.docker_plugin.tools import link_official, official_plugin
from tests.tools import require

pytestmark = pytest.mark.docker


@pytest.fixture
def official(stack: Stack, tmp_path: Path) -> Stack:
    """The same stack, driven with the official plugin."""
    found = official_plugin()
    require("official-docker-plugin", found=found is not None)
    assert found is not None
    link_official(found, tmp_path)
    path = os.pathsep.join([str(tmp_path), stack.environment["PATH"]])
    return replace(stack, environment={**stack.environment, "PATH": path})


def resources(stack: Stack, image: str) -> list[Resource]:
    return [
        declare("Network", "net", name=stack.name("shared")),
        declare("Volume", "vol", name=stack.name("shared")),
        declare(
            "Container",
            "shared",
            name=stack.name("shared"),
            image=image,
            networks_advanced=[{"name": output("net.name"), "aliases": ["web"]}],
            mounts=[{"type": "volume", "target": "/a", "source": output("vol.name")}],
            ports=[{"internal": 8000, "ip": "127.0.0.1"}],
            healthcheck=healthy(),
            capabilities={"drops": ["ALL"]},
            security_opts=["no-new-privileges"],
            memory=32,
            memory_swap=32,
            must_run=True,
            wait=True,
        ),
    ]


def test_official_plugin_finds_nothing_to_change_in_ours(
    stack: Stack, official: Stack, image: str
) -> None:
    declared = resources(stack, image)
    stack.up(*declared)
    steps = official.preview(*declared, refresh=True)
    assert {step["op"] for step in steps.values()} == {"same"}


def test_ours_finds_nothing_to_change_in_the_official_plugins(
    stack: Stack, official: Stack, image: str
) -> None:
    stack.up()
    declared = resources(stack, image)
    official.up(*declared)
    steps = stack.preview(*declared, refresh=True)
    assert {step["op"] for step in steps.values()} == {"same"}

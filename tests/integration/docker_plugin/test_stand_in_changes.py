"""Where our plugin says less, or does more, than the official one."""

from typing import Any

import docker
import pytest

from tests.integration.docker_plugin.declare import Resource, declare, healthy
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker

BEFORE: dict[str, dict[str, Any]] = {
    "quiet": {
        "capabilities": {"adds": ["NET_BIND_SERVICE"], "drops": ["all"]},
        "memory": 32,
        "cpus": "0.50",
        "healthcheck": healthy(interval="90s"),
        "security_opts": ["systempaths=unconfined"],
    },
    "healthcheck": {"healthcheck": healthy()},
    "tmpfs": {"tmpfs": {"/tmp": "size=1m"}},
    "init": {"init": True},
    "memory": {"memory": 32, "memory_swap": 32},
}
AFTER: dict[str, dict[str, Any]] = {
    "quiet": BEFORE["quiet"],
    "healthcheck": {"healthcheck": healthy(interval="2s")},
    "tmpfs": {"tmpfs": {"/tmp": "size=2m"}},
    "init": {"init": False},
    "memory": {"memory_swap": 32},
}


@pytest.fixture(scope="module")
def steps(stack: Stack, engine: docker.DockerClient, image: str) -> dict[str, Any]:
    stack.up(*containers(stack, image, BEFORE))
    return stack.preview(*containers(stack, image, AFTER), refresh=True)


def containers(
    stack: Stack, image: str, wanted: dict[str, dict[str, Any]]
) -> list[Resource]:
    return [
        declare(
            "Container",
            name,
            name=stack.name(f"s-{name}"),
            image=image,
            start=False,
            must_run=False,
            **arguments,
        )
        for name, arguments in wanted.items()
    ]


def test_spelling_and_the_engines_own_choices_are_no_difference(
    steps: dict[str, Any],
) -> None:
    assert steps["quiet"].get("diffReasons") is None
    assert steps["quiet"]["op"] == "same"


@pytest.mark.parametrize("name", ["healthcheck", "tmpfs", "init"])
def test_what_the_engine_cannot_change_replaces(
    steps: dict[str, Any], name: str
) -> None:
    assert steps[name]["replaceReasons"] == [name]


def test_limit_that_is_taken_away_replaces(steps: dict[str, Any]) -> None:
    assert "memory" in steps["memory"]["replaceReasons"]


def test_running_container_is_imported_unchanged(
    stack: Stack, engine: docker.DockerClient, image: str
) -> None:
    name = stack.name("adopted")
    container = engine.containers.run(
        image,
        ["sleep"],
        name=name,
        detach=True,
        mem_limit="32m",
        memswap_limit="32m",
    )
    declared = declare(
        "Container",
        "adopted",
        import_=str(container.id),
        name=name,
        image=image,
        command=["sleep"],
        memory=32,
        memory_swap=32,
    )
    stack.up(declared)
    assert stack.resources()["adopted"]["id"] == container.id
    assert stack.preview(declared, refresh=True)["adopted"]["op"] == "same"

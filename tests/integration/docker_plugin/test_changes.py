"""What an edited program leads to: changes in place, replacements, removals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docker
import pytest

from tests.integration.docker_plugin.declare import Resource, declare, output
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker
MIB = 1024 * 1024
Report = dict[str, Any]

BEFORE: dict[str, dict[str, Any]] = {
    "limits": {"memory": 32, "memory_swap": 32},
    "env": {"envs": ["A=1"]},
    "member": {"networks_advanced": [{"name": output("inner.id")}]},
    "graceful": {"destroy_grace_seconds": 20},
}
AFTER: dict[str, dict[str, Any]] = {
    "limits": {
        "memory": 48,
        "memory_swap": 48,
        "cpu_shares": 512,
        "restart": "always",
    },
    "env": {"envs": ["A=2"]},
    "member": BEFORE["member"],
}
# A stopped container per property; each changes only that one.
REPLACING: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "capabilities": ({}, {"capabilities": {"drops": ["ALL"]}}),
    "command": ({"command": ["sleep"]}, {"command": ["serve"]}),
    "cpus": ({"cpus": "0.5"}, {"cpus": "0.25"}),
    "hosts": ({}, {"hosts": [{"host": "a", "ip": "10.0.0.1"}]}),
    "labels": ({}, {"labels": [{"label": "a", "value": "b"}]}),
    "logOpts": ({}, {"log_opts": {"max-size": "1m"}}),
    "mounts": ({}, {"mounts": [{"type": "tmpfs", "target": "/a"}]}),
    "readOnly": ({"read_only": True}, {}),
    "ulimits": ({}, {"ulimits": [{"name": "nproc", "soft": 9, "hard": 9}]}),
    "user": ({}, {"user": "1000"}),
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """The engine before and after an update, and the preview between."""

    before: dict[str, Report]
    steps: dict[str, Any]
    after: dict[str, Report]
    ended: dict[str, str]


def containers(
    stack: Stack, image: str, wanted: dict[str, dict[str, Any]]
) -> list[Resource]:
    return [
        declare("Container", name, name=stack.name(name), image=image, **arguments)
        for name, arguments in wanted.items()
    ]


def replaceable(stack: Stack, image: str, version: int) -> list[Resource]:
    wanted = {f"r-{name}": pair[version] for name, pair in REPLACING.items()}
    return containers(
        stack, image, {name: {"start": False, **w} for name, w in wanted.items()}
    )


@pytest.fixture(scope="module")
def change(stack: Stack, engine: docker.DockerClient, image: str) -> Change:
    network = stack.name("inner")
    stack.up(
        declare("Network", "inner", name=network, internal=False),
        *containers(stack, image, BEFORE),
        *replaceable(stack, image, 0),
    )
    before = reports(engine, stack, BEFORE)
    edited = [
        declare("Network", "inner", name=network, internal=True),
        *containers(stack, image, AFTER),
    ]
    steps = stack.preview(*edited, *replaceable(stack, image, 1))
    since = seconds(engine)
    stack.up(*edited)
    return Change(
        before=before,
        steps=steps,
        after=reports(engine, stack, AFTER),
        ended=exit_codes(engine, since, seconds(engine) + 1),
    )


def reports(
    engine: docker.DockerClient, stack: Stack, names: dict[str, Any]
) -> dict[str, Report]:
    return {name: engine.api.inspect_container(stack.name(name)) for name in names}


def seconds(engine: docker.DockerClient) -> int:
    now = datetime.fromisoformat(engine.info()["SystemTime"][:19] + "+00:00")
    return int(now.timestamp())


def exit_codes(engine: docker.DockerClient, since: int, until: int) -> dict[str, str]:
    events = engine.api.events(
        since=since, until=until, filters={"event": "die"}, decode=True
    )
    return {e["Actor"]["ID"]: e["Actor"]["Attributes"]["exitCode"] for e in events}


def test_limits_and_restarts_change_in_place(change: Change, stack: Stack) -> None:
    before, after = change.before["limits"], change.after["limits"]
    assert change.steps["limits"]["op"] == "update"
    assert after["Id"] == before["Id"]
    assert after["State"]["StartedAt"] == before["State"]["StartedAt"]
    host = after["HostConfig"]
    assert host["Memory"] == host["MemorySwap"] == 48 * MIB
    assert host["CpuShares"] == 512
    assert host["RestartPolicy"]["Name"] == "always"
    assert stack.outputs("limits")["memory"] == 48


def test_environment_replaces(change: Change, engine: docker.DockerClient) -> None:
    before, after = change.before["env"]["Id"], change.after["env"]["Id"]
    assert after != before
    assert "A=2" in change.after["env"]["Config"]["Env"]
    assert not engine.containers.list(all=True, filters={"id": before})


@pytest.mark.parametrize("name", REPLACING)
def test_property_replaces(change: Change, name: str) -> None:
    assert change.steps[f"r-{name}"]["replaceReasons"] == [name]


def test_replaced_network_takes_its_containers_along(
    change: Change, stack: Stack, engine: docker.DockerClient
) -> None:
    member = change.after["member"]
    assert member["Id"] != change.before["member"]["Id"]
    assert list(member["NetworkSettings"]["Networks"]) == [stack.name("inner")]
    assert engine.networks.get(stack.name("inner")).attrs["Internal"] is True


def test_what_the_program_drops_is_removed(
    change: Change, engine: docker.DockerClient
) -> None:
    assert change.steps["graceful"]["op"] == "delete"
    identity = change.before["graceful"]["Id"]
    assert not engine.containers.list(all=True, filters={"id": identity})


def test_removed_container_gets_its_signal_and_its_time(change: Change) -> None:
    assert change.ended[change.before["graceful"]["Id"]] == "0"

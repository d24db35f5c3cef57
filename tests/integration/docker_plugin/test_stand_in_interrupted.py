"""An interrupted update leaves what the next one repairs."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator

import docker
import pytest

from tests.integration.docker_plugin.declare import Resource, declare, healthy, output
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker
_PATIENCE_S = 240


def waiting(stack: Stack, image: str, *, well: bool) -> list[Resource]:
    """A network and a container in it that becomes healthy only if *well*."""
    tests = ["CMD", "/probe", "healthy" if well else "fail", "not yet"]
    return [
        declare("Network", "net", name=stack.name("cut-net")),
        declare(
            "Container",
            "cut",
            name=stack.name("cut"),
            image=image,
            networks_advanced=[{"name": output("net.name")}],
            healthcheck=healthy(tests=tests, retries=1000),
            wait=True,
            wait_timeout=_PATIENCE_S,
        ),
    ]


@contextlib.contextmanager
def update_under_way(
    stack: Stack, engine: docker.DockerClient, image: str
) -> Iterator["subprocess.Popen[str]"]:
    """An update that waits for a container which is running by now."""
    # A container of the test before must not be taken for this update's.
    stack.up()
    stack.declare(*waiting(stack, image, well=False))
    update = stack.start("up", "--yes", "--skip-preview")
    try:
        until_running(engine, stack.name("cut"), update)
        yield update
    finally:
        update.kill()
        # Read already, where it ended on its own.
        with contextlib.suppress(ValueError):
            update.communicate()


def until_running(
    engine: docker.DockerClient, name: str, update: "subprocess.Popen[str]"
) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        with contextlib.suppress(docker.errors.NotFound):
            if engine.containers.get(name).status == "running":
                return
        assert update.poll() is None, update.communicate()[0]
        time.sleep(0.1)
    raise AssertionError(f"{name} does not run after {_PATIENCE_S} s")


def test_ctrl_c_takes_away_what_was_being_made(
    stack: Stack, engine: docker.DockerClient, image: str
) -> None:
    with update_under_way(stack, engine, image) as update:
        update.send_signal(signal.SIGINT)
        said = update.communicate(timeout=_PATIENCE_S)[0]
    left = engine.containers.list(all=True, filters={"name": stack.name("cut")})
    assert not left, said
    stack.up(*waiting(stack, image, well=True))


def test_killed_update_is_repaired_by_the_next(
    stack: Stack, engine: docker.DockerClient, image: str
) -> None:
    with update_under_way(stack, engine, image) as update:
        left = engine.containers.get(stack.name("cut")).id
        update.kill()
        update.wait()
    assert "cut" not in stack.resources()
    # Pulumi's lock on the state outlives it.
    stack.run("cancel", "--yes")
    stack.up(*waiting(stack, image, well=True))
    after = engine.containers.get(stack.name("cut"))
    assert after.id != left
    assert stack.resources()["cut"]["id"] == after.id


def test_killed_update_is_no_obstacle_to_removing_everything(
    stack: Stack, engine: docker.DockerClient, image: str
) -> None:
    with update_under_way(stack, engine, image) as update:
        update.kill()
        update.wait()
    stack.run("cancel", "--yes")
    stack.up()
    names = {"name": stack.name("cut")}
    assert not engine.containers.list(all=True, filters=names)
    assert not engine.networks.list(filters=names)


def test_plugin_ends_with_its_pulumi(
    stack: Stack, engine: docker.DockerClient, image: str
) -> None:
    with update_under_way(stack, engine, image) as update:
        children = plugin_processes(update.pid)
        assert children
        update.kill()
        update.wait()
        end = time.monotonic() + 10
        while any(map(alive, children)) and time.monotonic() < end:
            time.sleep(0.1)
        assert not any(map(alive, children))
    stack.run("cancel", "--yes")


def plugin_processes(parent: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(parent)],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line.split(None, 1) for line in found.stdout.splitlines())
    return [int(pid) for pid, words in lines if "plugins.docker" in words]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

"""What is approved happens to real containers, and to those of the stack alone."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import pytest

from catalog.identity import LABEL_SERVICE, LABEL_STACK
from tests.unit.aiops.engines import KEYS
from tests.unit.remediation.approvals import served
from tools.remediation.carrying_out import carry_out
from tools.remediation.containers import restart
from tools.remediation.engine import EngineApi
from tools.remediation.errors import RemediationError

pytestmark = pytest.mark.docker
OWN, OTHER = (f"t{secrets.token_hex(3)}" for _ in range(2))


@pytest.fixture(scope="module")
def containers(engine: docker.DockerClient, tiny_image: str) -> Iterator[dict]:
    """The payment service of two stacks."""
    made: dict[str, Any] = {}
    try:
        for stack in (OWN, OTHER):
            made[stack] = engine.containers.run(
                tiny_image,
                ["/bin/sleep", "600"],
                name=f"{stack}-payment",
                labels={LABEL_STACK: stack, LABEL_SERVICE: "payment"},
                network_mode="none",
                stop_signal="SIGKILL",
                detach=True,
            )
        yield made
    finally:
        for container in made.values():
            container.remove(force=True, v=True)


def started(container: Any) -> str:
    container.reload()
    return str(container.attrs["State"]["StartedAt"])


def test_an_approved_restart_restarts_the_container_of_this_stack_alone(
    engine: docker.DockerClient, containers: dict, tmp_path: Path
) -> None:
    before = {name: started(each) for name, each in containers.items()}
    performers = {"restart": lambda service: restart(engine, OWN, service)}
    said: list[str] = []
    with served(tmp_path) as stack:
        api = EngineApi(stack.url, KEYS["remediation"])
        assert carry_out(api, performers, said.append) == 0
        assert started(containers[OWN]) == before[OWN]

        stack.approve("restart")
        assert carry_out(api, performers, said.append) == 0
        assert stack.states()["restart"] == "done"

    assert started(containers[OWN]) > before[OWN]
    assert started(containers[OTHER]) == before[OTHER]
    assert said[-1] == f"  done: restarted {OWN}-payment"


def test_a_stopped_container_is_started_again(
    engine: docker.DockerClient, containers: dict
) -> None:
    containers[OWN].kill()
    containers[OWN].wait()

    assert restart(engine, OWN, "payment") == f"restarted {OWN}-payment"
    containers[OWN].reload()
    assert containers[OWN].status == "running"


def test_a_service_that_the_stack_does_not_have_is_named(
    engine: docker.DockerClient, containers: dict
) -> None:
    with pytest.raises(RemediationError, match="has no container of 'inventory'"):
        restart(engine, OWN, "inventory")

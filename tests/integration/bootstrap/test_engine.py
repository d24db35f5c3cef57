"""The engine as the bootstrap asks it, compared with what docker-py says."""

import secrets
from contextlib import suppress

import pytest
from docker.errors import NotFound

from tests.tools import require
from tools.bootstrap import engine as engines
from tools.bootstrap.commands.logs import choose
from tools.bootstrap.endpoint import Endpoint
from tools.bootstrap.errors import BootstrapError, EngineError

pytestmark = pytest.mark.docker


@pytest.fixture
def found(engine):
    answer = engines.find()
    require("docker", found=answer is not None)
    return answer


@pytest.fixture
def container(engine, tiny_image):
    """A container of a stack of its own that has said three things."""
    stack = f"t{secrets.token_hex(3)}"
    made = engine.containers.create(
        tiny_image,
        ["/bin/sh", "-c", "echo one; echo two >&2; echo three; sleep 60"],
        name=f"pharos-{stack}-items",
        labels={"pharos.stack": stack, "pharos.service": "items"},
    )
    try:
        made.start()
        yield made
    finally:
        # A test may have removed it.
        with suppress(NotFound):
            made.remove(force=True)


def test_both_ways_to_ask_list_the_same_containers(found, engine, container):
    stack = container.labels["pharos.stack"]

    assert [each.id for each in found.of_stack(stack)] == [container.id]
    assert found.of_stack(stack)[0].service == "items"
    assert found.version() == engine.version()["Version"]


def test_logs_come_from_both_streams_to_their_end(found, container):
    container.kill()

    pieces = found.api.logs(container.name, stream=True, follow=False, tail=10)

    assert sorted(b"".join(pieces).decode().split()) == ["one", "three", "two"]


def test_a_container_can_be_looked_at_and_removed(found, container):
    inspected = found.api.inspect_container(container.name)
    assert inspected["State"]["Running"]

    found.api.remove_container(container.name, force=True)

    assert found.of_stack(container.labels["pharos.stack"]) == []
    with pytest.raises(EngineError, match="No such container"):
        found.api.inspect_container(container.name)


def test_a_service_that_is_not_there_is_answered_with_those_that_are(found, container):
    stack = container.labels["pharos.stack"]

    with pytest.raises(BootstrapError, match=r"no service 'itmes'.*it has items"):
        choose(found.of_stack(stack), "itmes", stack)


def test_no_engine_is_found_where_none_listens(tmp_path):
    nowhere = [
        Endpoint(url=f"unix://{tmp_path}/none.sock", source="test", chosen=True),
        Endpoint(url="tcp://127.0.0.1:1", source="test", chosen=True),
    ]

    assert engines.find(nowhere) is None

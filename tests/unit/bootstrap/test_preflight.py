import socket

import pytest

from tests.unit.bootstrap.factories import places_in
from tools.bootstrap import preflight
from tools.bootstrap.errors import PreflightError


@pytest.fixture
def where(tmp_path, monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)
    return places_in(tmp_path)


def problems(where, stack="dev"):
    with pytest.raises(PreflightError) as caught:
        preflight.check(where, stack)
    return caught.value


def test_everything_that_is_wrong_comes_together_and_nothing_is_written(where):
    where.settings("dev").write_text("config:\n  pharos:portOffset: lots\n")

    found = problems(where)

    assert any("pharos:portOffset: 'lots'" in each for each in found.problems)
    assert any("no Docker engine answers at unix:" in each for each in found.problems)
    assert str(found).startswith(f"{len(found.problems)} problems; nothing was changed")
    assert not where.home.exists()


def test_a_port_in_use_names_holder_key_and_way_out(where, free_port):
    where.settings("dev").write_text(f"config:\n  pharos:gatewayPort: {free_port}\n")
    with socket.socket() as server:
        server.bind(("127.0.0.1", free_port))
        server.listen()

        found = problems(where)

    said = next(each for each in found.problems if each.startswith("port "))
    assert said.startswith(f"port {free_port} of gateway is in use by process ")
    assert "pharos:gatewayPort or pharos:portOffset" in said


def test_a_damaged_state_is_found_before_anything_changes(where):
    where.settings("dev").write_text("config: {}\n")
    path = where.backend / ".pulumi" / "stacks" / "pharos" / "dev.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")

    assert any("is damaged" in each for each in problems(where).problems)


def test_an_unknown_stack_is_a_problem_among_the_others(where):
    assert any("no stack 'blue'" in each for each in problems(where, "blue").problems)

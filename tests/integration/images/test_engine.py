from pathlib import Path

import docker
import pytest

from tools.images.engine import Engine, read_holdings
from tools.images.engine_socket import DEFAULT_SOCKET, list_over_socket, socket_of

pytestmark = pytest.mark.docker


def test_the_socket_says_the_same_as_docker_py(
    engine: docker.DockerClient, tiny_image: str
) -> None:
    listed = list_over_socket(socket_of({}))
    assert listed is not None
    names = engine.images.get(tiny_image).tags
    assert read_holdings(listed).find(names[0]) == tiny_image


def test_docker_py_is_asked_where_there_is_no_socket(
    monkeypatch: pytest.MonkeyPatch, tiny_image: str
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "http+unix:///var/run/docker.sock")
    assert tiny_image in Engine().holdings().ids


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("", DEFAULT_SOCKET),
        ("unix:///run/user/1/docker.sock", Path("/run/user/1/docker.sock")),
        ("tcp://127.0.0.1:2375", None),
        ("ssh://somebody@somewhere", None),
    ],
)
def test_the_socket_is_found_by_docker_host(host: str, path: Path | None) -> None:
    assert socket_of({"DOCKER_HOST": host} if host else {}) == path


def test_a_path_without_an_engine_gives_nothing(tmp_path: Path) -> None:
    assert list_over_socket(tmp_path / "docker.sock") is None

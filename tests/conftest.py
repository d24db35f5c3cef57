"""Fixtures that tests of several folders share."""

import os
import secrets
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest
from docker.errors import DockerException

from infra.specs.secret_keys import ENVIRONMENT_PREFIX
from tests.e2e.fixtures import platform_checkout, stack
from tests.e2e.stack import UP_TIMEOUT_S
from tests.postgres import postgres
from tests.tiny_image import file_system
from tests.tools import require

__all__ = ["platform_checkout", "postgres", "stack"]


def pytest_configure() -> None:
    """
    Make tests know nothing of the secrets of a user's stack.

    And let Ctrl-C reach what tests start: a shell's background job ignores it.
    """
    for name in [each for each in os.environ if each.startswith(ENVIRONMENT_PREFIX)]:
        del os.environ[name]
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def engine() -> Iterator[docker.DockerClient]:
    """A client of the Docker engine of this machine."""
    try:
        client = docker.from_env()
        client.ping()
    except DockerException:
        require("docker", found=False)
        raise
    yield client
    client.close()


@pytest.fixture(scope="session")
def tiny_image(
    engine: docker.DockerClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Id of an image with /bin/sh, sleep and cat, made without a registry."""
    require("ldd", found=shutil.which("ldd") is not None)
    archive: Path = tmp_path_factory.mktemp("tiny") / "root.tar"
    file_system(archive)
    tag = secrets.token_hex(4)
    with archive.open("rb") as stream:
        engine.api.import_image(stream, repository="pharos-test-tiny", tag=tag)
    image = engine.images.get(f"pharos-test-tiny:{tag}")
    yield str(image.id)
    engine.images.remove(f"pharos-test-tiny:{tag}", force=True)


@pytest.fixture
def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# What breaks or changes the stack comes after what only looks at it, and what takes
# it down comes last: one deployment serves all. Within these the order is the file's.
_LAST = (
    "test_dashboards.py",
    "test_changes.py",
    "test_own_service.py",
    "test_platform_stack.py",
    "test_lifecycle.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that need the deployed stack at the end, in a fixed order."""

    def rank(item: pytest.Item) -> int:
        if item.get_closest_marker("stack") is None:
            return 0
        return 2 + _LAST.index(item.path.name) if item.path.name in _LAST else 1

    def line(item: pytest.Item) -> int:
        return (item.reportinfo()[1] or 0) if rank(item) > 1 else 0

    items.sort(key=lambda item: (rank(item), line(item)))
    for item in items:
        if rank(item):
            # The first of them builds the images where nothing is cached.
            item.add_marker(pytest.mark.timeout(UP_TIMEOUT_S))

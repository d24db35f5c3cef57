"""One suite for both plugins: ``--docker-plugin=ours`` (default) or ``official``."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from tests.integration.docker_plugin.stack import Stack
from tests.integration.docker_plugin.tools import (
    link_official,
    official_plugin,
    pulumi_folder,
    write_stand_in,
)
from tests.tools import require

_PROBE = Path(__file__).parent / "probe" / "main.go"
_STAND_IN_ONLY = "test_stand_in"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--docker-plugin",
        choices=("ours", "official"),
        help="which docker plugin the integration suite drives "
        "(default: $PHAROS_DOCKER_PLUGIN, else ours)",
    )


def _chosen(config: pytest.Config) -> str:
    given = config.getoption("docker_plugin", default=None)
    return str(given or os.environ.get("PHAROS_DOCKER_PLUGIN") or "ours")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """What only ours promises is not asked of the official plugin."""
    here = Path(__file__).parent
    if _chosen(config) == "ours":
        return
    dropped = [
        item
        for item in items
        if item.path.parent == here and item.path.stem.startswith(_STAND_IN_ONLY)
    ]
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if item not in dropped]


@pytest.fixture(scope="session")
def engine() -> Iterator[docker.DockerClient]:
    try:
        client = docker.from_env()
    except docker.errors.DockerException:
        require("a Docker engine", found=False)
        raise
    yield client
    client.close()


@pytest.fixture(scope="session")
def path(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    """Folders with the chosen plugin, Python and Pulumi, in that order."""
    folder = tmp_path_factory.mktemp("plugin")
    if _chosen(request.config) == "ours":
        write_stand_in(folder)
    else:
        official = official_plugin()
        require("official-docker-plugin", found=official is not None)
        assert official is not None
        link_official(official, folder)
    pulumi = pulumi_folder()
    require("pulumi", found=pulumi is not None)
    assert pulumi is not None
    return [folder, Path(sys.executable).parent, pulumi]


@pytest.fixture(scope="session")
def image(
    engine: docker.DockerClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of an image that holds one static binary; made here, offline."""
    require("go")
    folder = tmp_path_factory.mktemp("image")
    binary = folder / "probe"
    subprocess.run(
        ["go", "build", "-ldflags", "-s -w", "-o", str(binary), str(_PROBE)],
        env={**os.environ, "CGO_ENABLED": "0", "GOOS": "linux"},
        check=True,
    )
    archive = folder / "image.tar"
    subprocess.run(["tar", "-cf", archive, "-C", folder, "probe"], check=True)
    name = f"pharos-plugin-suite-{uuid.uuid4().hex[:8]}"
    engine.api.import_image_from_file(
        str(archive),
        repository=name,
        tag="1",
        changes=['ENTRYPOINT ["/probe"]', 'CMD ["sleep"]'],
    )
    yield f"{name}:1"
    engine.images.remove(f"{name}:1", force=True)


def _new_stack(
    folder: Path, path: list[Path], engine: docker.DockerClient
) -> Iterator[Stack]:
    prefix = f"pharos-plugin-{uuid.uuid4().hex[:8]}"
    stack = Stack.create(folder, prefix, path)
    yield stack
    try:
        stack.run("cancel", "--yes", check=False)
        stack.destroy()
    finally:
        _sweep(engine, prefix)


def _sweep(engine: docker.DockerClient, prefix: str) -> None:
    """Remove what a failed test left behind."""
    for container in engine.containers.list(all=True, filters={"name": prefix}):
        container.remove(force=True, v=True)
    for network in engine.networks.list(filters={"name": prefix}):
        network.remove()
    for volume in engine.volumes.list(filters={"name": prefix}):
        volume.remove(force=True)


@pytest.fixture(scope="session")
def stack(
    tmp_path_factory: pytest.TempPathFactory,
    path: list[Path],
    engine: docker.DockerClient,
) -> Iterator[Stack]:
    """
    One stack for the whole run: each file or test declares all that it wants there.

    What was declared before goes with the next update, as with any edited program.
    """
    yield from _new_stack(tmp_path_factory.mktemp("stack"), path, engine)

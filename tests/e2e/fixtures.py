"""The deployed stack, once per run of the tests, destroyed at the end in any case."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docker
import pytest

from tests.e2e.checkout import copy_checkout
from tests.e2e.stack import Stack, free_name
from tests.tools import require


def make_canaries() -> dict[str, str]:
    """Secrets that nothing else looks like."""
    return {
        name: f"canary{secrets.token_hex(16)}"
        for name in ("grafana-admin-password", "simulation-token", "webhook-url")
    }


@pytest.fixture(scope="session")
def platform_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout that tests may edit."""
    return copy_checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="session")
def stack(
    engine: docker.DockerClient,
    platform_checkout: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    """A stack that runs, with simulation on and planted secrets."""
    require("make")
    deployed = Stack(
        name=free_name(),
        checkout=platform_checkout,
        home=tmp_path_factory.mktemp("home"),
        engine=engine,
        canaries=make_canaries(),
    )
    deployed.configure()
    with destroyed_at_the_end(deployed):
        deployed.make("up")
        yield deployed


@contextmanager
def destroyed_at_the_end(deployed: Stack) -> Iterator[None]:
    """Destroy *deployed* after the block, by hand where make cannot."""
    try:
        yield
        if deployed.left():
            deployed.make("destroy", "YES=1")
    finally:
        deployed.sweep()

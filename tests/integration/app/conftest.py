"""Shops as processes, and the databases that they use."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.app.processes import ShopProcess


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., ShopProcess]]:
    """Starts shops in a folder of the test's own, and stops them."""
    started: list[ShopProcess] = []

    def begin(*, ready: bool = True, **env: str) -> ShopProcess:
        shop = ShopProcess(tmp_path, **env)
        started.append(shop)
        return shop.wait() if ready else shop

    yield begin
    for shop in started:
        shop.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/shop.db"
    return request.getfixturevalue("postgres").database()

"""The engine's databases, of each kind."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.migrate import migrate
from tests.integration.aiops.plans import watched
from tests.integration.aiops.processes import EngineProcess


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/engine.db"
    url: str = request.getfixturevalue("postgres").database()
    return url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """
    A database with the engine's tables.

    What a test does there has to find its rows by an index.
    """
    found = Database(database_url)
    migrate(found)
    with watched(found) as statements:
        yield found
    slow = statements.without_index()
    found.close()
    assert slow == [], "these look through whole tables"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., EngineProcess]]:
    """Starts engines in a folder of the test's own, and stops them."""
    started: list[EngineProcess] = []

    def begin(**env: str) -> EngineProcess:
        engine = EngineProcess(tmp_path, **env)
        started.append(engine)
        return engine.wait()

    yield begin
    for engine in started:
        engine.stop()

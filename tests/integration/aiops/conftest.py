"""The engine's databases, of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.migrate import migrate


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/engine.db"
    url: str = request.getfixturevalue("postgres").database()
    return url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with the engine's tables."""
    found = Database(database_url)
    migrate(found)
    yield found
    found.close()

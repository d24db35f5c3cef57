"""One engine per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http.factory import create_app
from tests.unit.aiops.engines import new_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a new SQLite file."""
    found = new_engine(tmp_path)
    yield found
    found.database.close()


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    """Calls the application without a server."""
    return create_app(engine).test_client()

"""One engine per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from aiops.adapters.storage import spans as span_store
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http.factory import create_app
from tests.unit.aiops.engines import bearer, new_engine
from tests.unit.aiops.otlp_requests import PROTOBUF


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


@pytest.fixture
def now_s(engine):
    return float(int(engine.now_s()))


@pytest.fixture
def send(client):
    """Sends a body; protobuf spans by the collector unless a test says otherwise."""

    def post(body, *, path="/v1/traces", headers=PROTOBUF, **more):
        return client.post(
            path, data=body, headers={**bearer("collector"), **headers, **more}
        )

    return post


@pytest.fixture
def stored(engine):
    """All spans that are stored."""

    def read():
        with engine.database.read() as connection:
            found = span_store.after(connection, 0, last=10**9, limit=10**6)
        return [each for _, each in found]

    return read


@pytest.fixture
def counted(client):
    def read(sample):
        page = client.get("/metrics", headers=bearer("prometheus")).text
        found = [line for line in page.splitlines() if line.startswith(sample + " ")]
        return float(found[0].split()[-1]) if found else 0.0

    return read

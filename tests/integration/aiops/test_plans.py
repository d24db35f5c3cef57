"""The check of all other tests here finds what it is there for."""

import pytest
import sqlalchemy as sa

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.migrate import migrate
from aiops.adapters.storage.tables.telemetry import spans
from tests.integration.aiops.plans import watched


def ran(url, *queries):
    """Which of the tables that *queries* look for rows in are read as a whole."""
    database = Database(url)
    migrate(database)
    with watched(database) as statements, database.read() as connection:
        for query in queries:
            connection.execute(query)
    found = [each.partition(":")[0] for each in statements.without_index()]
    database.close()
    return found


def test_query_without_an_index_is_found(database_url):
    assert ran(database_url, sa.select(spans.c.seq).where(spans.c.message == "x")) == [
        "spans"
    ]


@pytest.mark.parametrize(
    "query",
    [
        sa.select(spans.c.seq).where(spans.c.seq > 3),
        sa.select(spans.c.seq).where(spans.c.trace == "x"),
        sa.select(spans.c.seq).order_by(spans.c.seq).limit(3),
        sa.select(spans.c.seq).where(spans.c.error).order_by(spans.c.start_s.desc()),
    ],
    ids=["by number", "by trace", "the first", "errors"],
)
def test_query_with_an_index_passes(database_url, query):
    assert ran(database_url, query) == []

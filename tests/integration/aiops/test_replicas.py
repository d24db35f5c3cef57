"""Two replicas on one PostgreSQL: one dies, nothing is lost and nothing done twice."""

import time

import pytest
import sqlalchemy as sa

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.tables.runtime import leases
from aiops.adapters.storage.tables.telemetry import spans
from tests.integration.aiops.sender import BATCH, Sender

TAKEOVER_S = 30


@pytest.fixture
def url(postgres):
    return postgres.database()


@pytest.fixture
def database(url):
    found = Database(url.replace("postgresql:", "postgresql+psycopg:"))
    yield found
    found.close()


def holder(database):
    """Who does the analysis, and under which token."""
    with database.read() as connection:
        query = sa.select(leases.c.holder, leases.c.token, leases.c.expires_s).where(
            leases.c.name == "analysis"
        )
        return connection.execute(query).one_or_none()


def until(true, timeout_s):
    ends_s = time.monotonic() + timeout_s
    while not (found := true()):
        assert time.monotonic() < ends_s, "it did not come true"
        time.sleep(0.1)
    return found


def test_killed_replica_loses_nothing_and_is_replaced_in_time(start, url, database):
    one = start(AIOPS_DATABASE_URL=url)
    first = until(lambda: holder(database), 30)
    two = start(AIOPS_DATABASE_URL=url)
    sender = Sender([one, two])
    sender.until(10)

    one.kill()
    killed_s = time.monotonic()
    second = until(
        lambda: (found := holder(database)) and found.token > first.token and found,
        TAKEOVER_S,
    )
    took_s = time.monotonic() - killed_s
    sender.until(5)
    sender.stop()

    assert took_s < TAKEOVER_S
    assert second.holder != first.holder
    with database.read() as connection:
        stored = [
            int(each, 16)
            for each in connection.execute(sa.select(spans.c.span)).scalars()
        ]
    assert len(stored) == len(set(stored))
    assert set(sender.acknowledged) <= set(stored)
    # What was under way when it died may be there, too, though nobody said so.
    assert len(stored) - len(sender.acknowledged) <= BATCH

    def analysed():
        with database.read() as connection:
            return connection.exec_driver_sql(
                "SELECT sum(requests) FROM windows WHERE operation = 'POST /checkout'"
            ).scalar()

    until(lambda: analysed() == len(stored), 60)

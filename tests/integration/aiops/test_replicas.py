"""Two replicas on one PostgreSQL: one dies, nothing is lost and nothing done twice."""

import threading
import time

import pytest
import sqlalchemy as sa
import urllib3

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.tables.runtime import leases
from aiops.adapters.storage.tables.telemetry import spans
from tests.unit.aiops.otlp_requests import PROTOBUF, otlp_span, traces

TAKEOVER_S = 30
BATCH = 20


class Sender:
    """Sends batches to one replica, and each again until one acknowledges it."""

    def __init__(self, replicas):
        self._replicas = list(replicas)
        self.acknowledged = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        number = 1
        while not self._stopped.is_set():
            numbers = range(number, number + BATCH)
            body = traces([otlp_span(n, time.time()) for n in numbers])
            if self._send(body):
                self.acknowledged += numbers
                number += BATCH
            time.sleep(0.02)

    def _send(self, body):
        try:
            answer = self._replicas[0].post("/v1/traces", body, **PROTOBUF)
        except urllib3.exceptions.HTTPError:
            # As a load balancer would.
            self._replicas.append(self._replicas.pop(0))
            return False
        return answer.status == 200

    def stop(self):
        self._stopped.set()
        self._thread.join(60)


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
    until(lambda: len(sender.acknowledged) > 10 * BATCH, 60)

    one.kill()
    killed_s = time.monotonic()
    second = until(
        lambda: (found := holder(database)) and found.token > first.token and found,
        TAKEOVER_S,
    )
    took_s = time.monotonic() - killed_s
    before = len(sender.acknowledged)
    until(lambda: len(sender.acknowledged) > before + 5 * BATCH, 60)
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

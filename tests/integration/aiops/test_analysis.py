"""Rounds of analysis on a database: nothing twice, nothing lost."""

from collections import Counter

import pytest
import sqlalchemy as sa

from aiops.adapters.storage import anomalies, spans, windows
from aiops.adapters.storage.analysis import AnalysisStore
from aiops.adapters.storage.incidents import around
from aiops.adapters.storage.leases import Leases
from aiops.adapters.storage.surroundings import StoredSurroundings
from aiops.adapters.storage.tables import incidents as tables
from aiops.domain.baselines.watch import WatchSettings
from aiops.domain.incidents.model import Deployment
from aiops.domain.windows.window import is_request
from aiops.entrypoints.loop.analysis import NAME, AnalysisJob
from aiops.errors import LeaseLost
from tests.unit.aiops.observing import START_S
from tests.unit.aiops.shop import Fault, Shop

FAULT_S = START_S + 160


class Replica:
    """One process that takes the lease and does rounds at a made-up time."""

    def __init__(self, database, name):
        self.now_s = START_S
        self._leases = Leases(database)
        self._name = name
        self.job = AnalysisJob(
            AnalysisStore(database, length_s=5.0),
            WatchSettings(),
            lambda: self.now_s,
        )

    def look(self, now_s):
        self.now_s = now_s
        self.lease = self._leases.take(NAME, self._name, 60)
        self.job.run(self.lease)

    def give_up(self):
        self._leases.release(self.lease)


def arrivals(seed=3):
    """Return (time, spans) of a shop whose payment gets slow."""
    fault = Fault(operation="payment", start_s=FAULT_S, slower_s=0.6)
    shop = Shop(seed=seed, faults=[fault], rate=lambda _: 8.0)
    return list(shop.run(START_S, START_S + 185, step_s=2.5))


def store(database, arrived, now_s):
    with database.write() as connection:
        spans.add(connection, arrived, now_s)


def counted(database):
    with database.read() as connection:
        found = windows.between(connection, 0.0, 1e12)
    total = Counter()
    for (_, key), window in found.items():
        total[key] += window.requests
    return total


def told_in(database):
    with database.read() as connection:
        found = anomalies.between(connection, 0.0, 1e12)
    return {(a.key, a.value, a.seen_s) for a in found}


def run(database, arrived, *, change_at=()):
    """Let replicas do the rounds, each from one of the times *change_at*."""
    number, replica = 0, Replica(database, "replica 0")
    for now_s, new in arrived:
        store(database, new, now_s)
        if now_s in change_at:
            number += 1
            replica.give_up()  # and is never heard of again
            replica = Replica(database, f"replica {number}")
        replica.look(now_s + 0.5)
    return replica


def test_every_request_is_counted_once_and_the_fault_is_told(database):
    arrived = arrivals()

    run(database, arrived)

    requests = Counter(
        (s.service, s.operation) for _, new in arrived for s in new if is_request(s)
    )
    assert counted(database) == requests
    assert "POST /payment" in {key[1] for key, _, _ in told_in(database)}


def test_taking_over_changes_nothing_of_what_is_found(database, tmp_path):
    from aiops.adapters.storage.database import Database
    from aiops.adapters.storage.migrate import migrate

    arrived = arrivals()
    other = Database(f"sqlite:///{tmp_path}/other.db")
    migrate(other)
    run(other, arrived)

    run(database, arrived, change_at=[START_S + at for at in (40, 105, 167.5)])

    assert counted(database) == counted(other)
    assert told_in(database) == told_in(other)
    other.close()


def test_a_round_of_a_replica_that_was_replaced_is_not_stored(database):
    arrived = arrivals()[:20]
    slow, quick = Replica(database, "slow"), Replica(database, "quick")
    store(database, arrived[5][1], arrived[5][0])
    slow.look(arrived[5][0])
    slow.give_up()
    store(database, arrived[6][1], arrived[6][0])
    quick.look(arrived[6][0])
    before = counted(database)
    store(database, arrived[7][1], arrived[7][0])

    with pytest.raises(LeaseLost):
        slow.job.run(slow.lease)

    assert counted(database) == before
    quick.look(arrived[7][0])
    assert sum(counted(database).values()) > sum(before.values())


def test_late_requests_are_added_to_their_window(database):
    arrived = arrivals()[:30]
    replica = run(database, arrived[:10] + arrived[11:])
    store(database, arrived[10][1], arrived[-1][0])

    replica.look(arrived[-1][0] + 1)

    requests = Counter(
        (s.service, s.operation) for _, new in arrived for s in new if is_request(s)
    )
    assert counted(database) == requests


def test_open_incidents_and_deployments_are_known_to_a_round(database):
    with database.write() as connection:
        for id, began_s, resolved_s, service in (
            ("open", START_S, None, "payment"),
            ("over", START_S, START_S + 5, "items"),
            ("old", START_S - 7200, None, "products"),
        ):
            connection.execute(
                sa.insert(tables.incidents).values(
                    id=id,
                    dedup_key=id,
                    root=service,
                    status="active",
                    severity="high",
                    title=id,
                    began_s=began_s,
                    opened_s=began_s,
                    updated_s=began_s,
                    resolved_s=resolved_s,
                    resolved_by="",
                    merged_into="",
                    acknowledged_by="",
                    assignee="",
                    reopened=0,
                )
            )
            connection.execute(
                sa.insert(tables.incident_services).values(service=service, incident=id)
            )
        around.add_deployment(
            connection,
            Deployment(
                id="d",
                time_s=START_S - 60,
                service="checkout",
                version="2",
                by="make up",
                text="",
            ),
        )

    found = StoredSurroundings(database)(START_S + 60)

    assert found.held == {"payment"}
    assert found.deployed == [("checkout", START_S - 60)]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM windows WHERE start_s >= 1 AND start_s < 2", "by_start"),
        (
            "SELECT * FROM windows WHERE service = 'a' AND operation = 'b'"
            " AND start_s >= 1 AND start_s < 2",
            "",
        ),
        ("SELECT * FROM edges WHERE start_s >= 1 AND start_s < 2", "edges_by_start"),
        (
            "SELECT * FROM anomalies WHERE seen_s >= 1 AND started_s < 2",
            "anomalies_by_seen",
        ),
    ],
)
def test_each_query_has_an_index(query, index, database):
    if not database.is_sqlite:
        pytest.skip("an empty table of PostgreSQL is always read as a whole")
    with database.read() as connection:
        plan = connection.execute(sa.text(f"EXPLAIN QUERY PLAN {query}")).all()

    assert all("SEARCH" in row[3] and index in row[3] for row in plan), plan

"""Rounds on real databases: what was seen becomes incidents, once."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from aiops.adapters.storage import anomalies as stored_anomalies
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import alerts, around, incidents, outbox, search
from aiops.adapters.storage.incidents.diagnoses import Diagnoses
from aiops.adapters.storage.incidents.rounds import Audience, Rounds
from aiops.adapters.storage.leases import Leases
from aiops.domain.anomalies import Anomaly
from aiops.domain.incidents.model import EventKind, Incident, Maintenance, Status
from aiops.errors import LeaseLost
from tests.unit.aiops.incidents.factories import NOW_S, alert, anomaly

AUDIENCE = Audience(channels=("webhook",), escalation=("pager",))


def seen(database: Database, *found: Anomaly) -> None:
    with database.write() as connection:
        stored_anomalies.put(connection, found)


def fired(database: Database, *found) -> None:
    with database.write() as connection:
        alerts.put(connection, found)


def found(database: Database, **wanted: object) -> list[Incident]:
    with database.read() as connection:
        return search.page(connection, search.Search(**wanted))[0]


def queued(database: Database, now_s: float) -> list[tuple[str, str]]:
    with database.read() as connection:
        parcels = outbox.due(connection, now_s, limit=100)
    return [(parcel.kind, parcel.channel) for parcel in parcels]


def test_an_anomaly_opens_one_incident_and_tells_once(database: Database) -> None:
    rounds = Rounds(database, AUDIENCE)
    seen(database, anomaly())
    rounds.once(NOW_S + 5)
    rounds.once(NOW_S + 10)
    (one,) = found(database)
    assert one.anomalies == (anomaly(),)
    assert queued(database, NOW_S + 10) == [("opened", "webhook")]
    with database.read() as connection:
        kinds = [each.kind for each in incidents.events_of(connection, one.id)]
    assert kinds == [EventKind.OPENED]


def test_an_incident_ends_and_comes_back(database: Database) -> None:
    rounds = Rounds(database, AUDIENCE)
    seen(database, anomaly())
    rounds.once(NOW_S + 5)
    seen(database, anomaly(ended_s=NOW_S + 20))
    rounds.once(NOW_S + 25)
    rounds.once(NOW_S + 140)
    assert [each.status for each in found(database)] == [Status.RESOLVED]
    seen(database, anomaly(started_s=NOW_S + 200))
    rounds.once(NOW_S + 205)
    (one,) = found(database)
    assert (one.status, one.reopened) == (Status.ACTIVE, 1)
    kinds = [kind for kind, _ in queued(database, NOW_S + 205)]
    assert kinds == ["opened", "resolved", "reopened"]


def test_an_alert_of_the_webhook_joins_and_keeps_its_incident(
    database: Database,
) -> None:
    rounds = Rounds(database, AUDIENCE)
    seen(database, anomaly())
    rounds.once(NOW_S + 5)
    fired(database, alert(seen_s=NOW_S + 6))
    rounds.once(NOW_S + 10)
    fired(database, alert(seen_s=NOW_S + 60, ended_s=NOW_S + 60))
    rounds.once(NOW_S + 65)
    (one,) = found(database)
    assert [each.ended_s for each in one.alerts] == [NOW_S + 60]


def test_maintenance_keeps_it_quiet_until_it_is_over(database: Database) -> None:
    window = Maintenance(
        id="m", service="payment", start_s=NOW_S, end_s=NOW_S + 30, by="x"
    )
    with database.write() as connection:
        around.add_maintenance(connection, window)
    rounds = Rounds(database, AUDIENCE)
    seen(database, anomaly(seen_s=NOW_S + 40))
    rounds.once(NOW_S + 5)
    assert queued(database, NOW_S + 5) == []
    rounds.once(NOW_S + 31)
    assert queued(database, NOW_S + 31) == [("opened", "webhook")]


def test_what_nobody_acknowledges_goes_to_the_next_level(database: Database) -> None:
    rounds = Rounds(database, replace(AUDIENCE, escalate_after_s=60.0))
    seen(database, anomaly(seen_s=NOW_S + 70))
    for at_s in (5, 60, 66, 70):
        rounds.once(NOW_S + at_s)
    assert queued(database, NOW_S + 70) == [
        ("opened", "webhook"),
        ("escalated", "webhook"),
        ("escalated", "pager"),
    ]


def test_a_replica_that_lost_its_lease_stores_nothing(database: Database) -> None:
    leases = Leases(database)
    old = leases.take("incidents", "one", -1.0)
    leases.take("incidents", "two", 60.0)
    seen(database, anomaly())
    with pytest.raises(LeaseLost):
        Rounds(database, AUDIENCE).once(NOW_S + 5, old)
    assert found(database) == []


def test_what_people_resolved_stays_so_while_the_anomaly_goes_on(
    database: Database,
) -> None:
    rounds = Rounds(database, AUDIENCE)
    seen(database, anomaly())
    rounds.once(NOW_S + 5)
    (one,) = found(database)
    with database.write() as connection:
        changed = replace(one, status=Status.RESOLVED, resolved_s=NOW_S + 6)
        incidents.put_one(connection, changed)
    for at_s in range(10, 2400, 200):
        seen(database, anomaly(seen_s=NOW_S + at_s))
        rounds.once(NOW_S + at_s)
    assert [each.status for each in found(database)] == [Status.RESOLVED]


def test_pages_go_through_all_of_them_once(database: Database) -> None:
    rounds = Rounds(database, AUDIENCE)
    for number in range(7):
        seen(database, anomaly(f"s{number}", NOW_S + number % 3))
    rounds.once(NOW_S + 5)
    ids: list[str] = []
    after = None
    while True:
        with database.read() as connection:
            page, more = search.page(connection, search.Search(limit=3, after=after))
        ids += [each.id for each in page]
        if not more:
            break
        after = (page[-1].opened_s, page[-1].id)
    assert len(ids) == len(set(ids)) == 7


def test_search_finds_by_service_state_and_words(database: Database) -> None:
    rounds = Rounds(database, AUDIENCE)
    seen(database, anomaly("payment"), anomaly("items", operation="GET /items"))
    rounds.once(NOW_S + 5)
    assert [each.root for each in found(database, service="items")] == ["items"]
    assert [each.root for each in found(database, text="/ITEMS")] == ["items"]
    assert found(database, text="100%_") == []
    assert found(database, statuses=["resolved"]) == []
    assert len(found(database, severities=["high"], from_s=NOW_S)) == 2


def test_an_incident_without_traces_gets_its_cause_from_its_signals(
    database: Database,
) -> None:
    seen(database, anomaly())
    Rounds(database, AUDIENCE).once(NOW_S + 5)
    (one,) = found(database)
    assert Diagnoses(database).once(NOW_S + 5) == [one.id]
    with database.read() as connection:
        known = incidents.diagnoses(connection, [one.id])[one.id]
        kinds = [each.kind for each in incidents.events_of(connection, one.id)]
    assert known["causes"][0]["service"] == "payment"
    assert kinds == [EventKind.OPENED, EventKind.CAUSE]
    assert Diagnoses(database).once(NOW_S + 6) == []


def _plan(database: Database, query: sa.Select) -> str:
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            # With a handful of rows a scan is always cheaper.
            connection.exec_driver_sql("SET enable_seqscan = off")
        compiled = query.compile(
            database.engine, compile_kwargs={"literal_binds": True}
        )
        rows = connection.exec_driver_sql(explain + str(compiled).replace("%", "%%"))
        return "\n".join(str(row) for row in rows)


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({}, "incidents_by_opened"),
        ({"statuses": ("active",)}, "incidents_by_status"),
        ({"after": (NOW_S, "INC-1")}, "incidents_by_opened"),
        ({"service": "payment", "from_s": NOW_S}, "incident"),
    ],
)
def test_pages_are_found_by_an_index(
    database: Database, wanted: dict, index: str
) -> None:
    plan = _plan(database, search.statement(search.Search(**wanted)))
    assert index in plan
    assert "Seq Scan" not in plan

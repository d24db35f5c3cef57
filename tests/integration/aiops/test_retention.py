"""What goes and what stays; on both databases."""

import pytest
import sqlalchemy as sa

from aiops.adapters.storage import cursors, logs, spans
from aiops.adapters.storage.leases import Leases
from aiops.adapters.storage.retention import space
from aiops.adapters.storage.retention.compaction import CURSOR, compact
from aiops.adapters.storage.retention.rounds import RAW, Limits, Retention
from aiops.adapters.storage.tables import analysis
from aiops.adapters.storage.tables.telemetry import logs as log_table
from aiops.adapters.storage.tables.telemetry import spans as span_table
from aiops.errors import LeaseLost
from tests.unit.aiops.telemetry import NOW_S, line, span

DAY_S = 86400


@pytest.fixture
def lease(database):
    return Leases(database).take("retention", "one", 600)


@pytest.fixture
def retention(database, lease):
    """Runs one round; a week of raw data stays unless a test says otherwise."""

    def run(now_s, **given):
        usual = {"raw_days": 7, "aggregated_days": 90, "max_mib": 1024}
        rounds = Retention(database, Limits(**{**usual, **given}), budget_s=60)
        return rounds.round(lease, now_s)

    return run


def store(database, records, received_s):
    with database.write() as connection:
        spans.add(connection, records, received_s)


def store_lines(database, lines, received_s):
    with database.write() as connection:
        logs.add(connection, lines, received_s)


def left(database, table=span_table):
    with database.read() as connection:
        query = sa.select(table.c.span).order_by(table.c.seq).limit(10**6)
        return [int(each, 16) for each in connection.execute(query).scalars()]


def test_raw_data_goes_after_its_days(database, retention):
    for days in (8, 7.1, 6.9, 0):
        number = int(days * 10) + 1
        received_s = NOW_S - days * DAY_S
        store(database, [span(number)], received_s)
        store_lines(database, [line(number)], received_s)

    removed = retention(NOW_S)

    assert removed.expired == 4
    assert left(database) == [70, 1]
    assert left(database, log_table) == [70, 1]


def test_more_than_one_piece_goes_in_a_round(database, retention):
    store(database, [span(n) for n in range(1, 5001)], NOW_S - 8 * DAY_S)
    store(database, [span(6000)], NOW_S)

    assert retention(NOW_S).expired == 5000
    assert left(database) == [6000]


def usual_spans(count):
    """Spans of one operation, whose durations differ a little."""
    return [span(n, duration_s=0.02 + n * 1e-6) for n in range(1, count + 1)]


def test_everything_stays_for_an_hour(database, lease):
    store(database, usual_spans(500), NOW_S - 3500)

    assert compact(database, lease, NOW_S) == (0, 0)


def test_errors_slow_traces_and_a_sample_stay(database, lease):
    given = usual_spans(1000)
    failed = span(2001, error=True)
    caller = span(3001, trace=failed.trace, service="gateway")
    slow = span(2002, duration_s=3.0)
    store(database, [*given, caller, failed, slow], NOW_S - 3700)

    looked_at, gone = compact(database, lease, NOW_S)

    stays = left(database)
    assert (looked_at, len(stays)) == (1003, 1003 - gone)
    assert {2001, 3001, 2002} <= set(stays)
    # The slowest 2 % and a sample of 5 %.
    assert 50 < len(stays) < 100


def test_rare_operations_stay(database, lease):
    store(database, [span(n, operation=f"GET /{n}") for n in range(100)], 0)

    assert compact(database, lease, NOW_S) == (100, 0)


def test_compaction_looks_at_each_span_once(database, lease):
    store(database, usual_spans(1000), NOW_S - 3700)
    compact(database, lease, NOW_S)
    stays = left(database)

    assert compact(database, lease, NOW_S) == (0, 0)
    assert left(database) == stays


def test_trace_that_is_split_between_batches_stays_whole(database, lease):
    failed = span(9001, error=True)
    parts = [span(9001 + n, trace=failed.trace) for n in range(1, 4)]
    first, second = usual_spans(8000)[:3999], usual_spans(8000)[3999:6000]
    store(database, [*first, parts[0], failed, parts[1], *second], NOW_S - 3700)
    while compact(database, lease, NOW_S)[0]:
        pass

    assert {9001, 9002, 9003} <= set(left(database))


def test_span_that_was_not_analysed_stays(database, lease):
    store(database, usual_spans(1000), NOW_S - 3700)
    with database.write() as connection:
        cursors.move(connection, "analysis", 400)

    assert compact(database, lease, NOW_S)[0] == 400
    assert set(range(401, 1001)) <= set(left(database))


def test_oldest_goes_when_the_database_is_too_large(database, retention):
    # About 19 MiB of spans, beside the 8 that an empty database of PostgreSQL takes.
    for start in range(1, 12_001, 4000):
        numbers = range(start, start + 4000)
        store(
            database,
            [span(n, stack=f"{n:064d}" * 20, error=True) for n in numbers],
            NOW_S,
        )
    space.give_back(database, RAW)
    before = space.used_bytes(database, RAW)
    most_mib = 18
    assert before > most_mib * 2**20

    removed = retention(NOW_S, max_mib=most_mib)

    stays = left(database)
    assert removed.for_space == 12_000 - len(stays)
    assert stays == list(range(removed.for_space + 1, 12_001))
    assert 0.3 < len(stays) / 12_000 < 0.95
    assert space.used_bytes(database, RAW) <= most_mib * 2**20
    assert retention(NOW_S, max_mib=most_mib).for_space == 0


def test_windows_go_after_their_days(database, retention):
    def window(days):
        return {
            "service": "a",
            "operation": "b",
            "start_s": NOW_S - days * DAY_S,
            "length_s": 5,
            "requests": 1,
            "errors": 0,
            "timeouts": 0,
            "sum_s": 1.0,
            "sketch": "",
            "statuses": "{}",
            "usual": "{}",
        }

    with database.write() as connection:
        connection.execute(
            sa.insert(analysis.windows), [window(91), window(89), window(0)]
        )

    assert retention(NOW_S).aggregated == 1


def test_who_lost_the_lease_removes_nothing(database, retention):
    store(database, [span(1)], NOW_S - 8 * DAY_S)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE leases SET token = token + 1")

    with pytest.raises(LeaseLost):
        retention(NOW_S)
    assert left(database) == [1]
    with database.read() as connection:
        assert cursors.position(connection, CURSOR) == 0

"""What is stored is read as it was, once, in order; on both databases."""

import threading

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from aiops.adapters.storage import bulk, cursors, logs, spans
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.migrate import migrate
from aiops.adapters.storage.tables import metadata
from aiops.adapters.storage.tables.telemetry import spans as table
from tests.unit.aiops.telemetry import NOW_S, line, span

WHOLE = span(
    7,
    parent="00f067aa0ba902b7",
    error=True,
    status_code=503,
    message="no answer from payment",
    stack="Traceback …\n  at pay (payment.py:3)",
    attributes={"http.route": "/checkout", "naïve key": 'quote " and \\'},
)


def stored(database, records):
    with database.write() as connection:
        return spans.add(connection, records, NOW_S)


def broken_off(database, change):
    """Make *change* in a transaction that does not come to its end."""
    transaction = database.write()
    change(transaction.__enter__())
    assert not transaction.__exit__(RuntimeError, RuntimeError("stopped"), None)


def read(database, seq=0, limit=100):
    last = bulk.settled(database, table)
    with database.read() as connection:
        return spans.after(connection, seq, last=last, limit=limit)


def test_migrations_make_the_tables_that_the_queries_use(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_replicas_that_start_together_migrate_once(database_url):
    replicas = [Database(database_url) for _ in range(4)]
    threads = [threading.Thread(target=migrate, args=(each,)) for each in replicas]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [each.fault() for each in replicas] == [None] * 4
    for each in replicas:
        each.close()


def test_span_is_read_as_it_was_stored(database):
    assert stored(database, [WHOLE]) == 1

    assert [each for _, each in read(database)] == [WHOLE]
    with database.read() as connection:
        assert spans.of_trace(connection, WHOLE.trace, limit=10) == [WHOLE]


def test_span_that_is_sent_again_is_stored_once(database):
    assert stored(database, [span(1), span(2)]) == 2

    assert stored(database, [span(2), span(3), span(3)]) == 1
    assert [each.span for _, each in read(database)] == [
        span(number).span for number in (1, 2, 3)
    ]


def test_no_spans_are_no_mistake(database):
    assert stored(database, []) == 0


def test_many_spans_are_read_in_parts_without_a_gap(database):
    assert stored(database, [span(number) for number in range(1, 4501)]) == 4500

    seq, seen = 0, []
    while part := read(database, seq, limit=1000):
        seq = part[-1][0]
        seen += [int(each.span, 16) for _, each in part]

    assert seen == list(range(1, 4501))


def test_rolled_back_spans_are_not_there(database):
    broken_off(database, lambda c: spans.add(c, [span(1)], NOW_S))

    assert read(database) == []


def test_reader_waits_for_spans_of_lower_numbers(postgres):
    url = postgres.database().replace("postgresql://", "postgresql+psycopg://")
    database = Database(url)
    migrate(database)
    seen = []
    with database.write() as slow:
        spans.add(slow, [span(1)], NOW_S)
        # Numbered after the first, committed before it.
        stored(database, [span(2)])
        reader = threading.Thread(target=lambda: seen.extend(read(database)))
        reader.start()
        reader.join(0.3)
        assert reader.is_alive()
    reader.join(10)

    assert [int(each.span, 16) for _, each in seen] == [1, 2]
    database.close()


def test_cursor_moves_in_the_transaction_of_its_result(database):
    with database.write() as connection:
        cursors.move(connection, "analysis", 3)
    broken_off(database, lambda c: cursors.move(c, "analysis", 9))

    with database.read() as connection:
        assert cursors.position(connection, "analysis") == 3
        assert cursors.position(connection, "retention") == 0


def test_lines_are_found_by_trace_service_time_and_words(database):
    lines = [
        line(1),
        line(2, body="Card DECLINED 100%", service="payment", severity=17),
        line(3, trace=line(1).trace, body="line 3"),
    ]
    with database.write() as connection:
        assert logs.add(connection, lines, NOW_S) == 3
        assert logs.add(connection, [lines[0]], NOW_S + 9) == 0

    window = {"start_s": NOW_S, "end_s": NOW_S + 100, "limit": 10}
    with database.read() as connection:
        assert logs.of_trace(connection, line(1).trace, limit=10) == [
            lines[0],
            lines[2],
        ]
        assert logs.search(connection, **window) == lines[::-1]
        assert logs.search(connection, **window, service="payment") == [lines[1]]
        assert logs.search(connection, **window, words="declined 100%") == [lines[1]]
        assert logs.search(connection, **window, words="line_") == []
        assert logs.search(connection, **window, severity=17) == [lines[1]]

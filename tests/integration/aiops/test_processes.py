"""The engine's processes start, stop and fail together."""

import os
import signal
import socket
import time
from contextlib import ExitStack

import pytest
import sqlalchemy as sa

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.tables.telemetry import spans
from aiops.entrypoints.server.worker import READ_S
from tests.integration.aiops.processes import EngineProcess
from tests.integration.aiops.sender import Sender
from tests.unit.aiops.engines import bearer


def named(engine, word):
    """The process of *engine* that runs the command *word*."""
    for pid in engine.family():
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            if file.read().split(b"\0")[-2:-1] == [word.encode()]:
                return pid
    raise AssertionError(word)


def test_engine_is_ready_and_ends_in_order_on_a_signal(start):
    engine = start()

    assert engine.get("/health").json()["checks"] == {"database": "ok"}
    assert engine.stop() == 0
    stopped = engine.events("process stopped")
    assert [event["child"] for event in stopped] == ["http", "loop"]


def test_open_live_view_does_not_hold_the_end_up(start):
    engine = start()
    view = engine.pool.request(
        "GET",
        engine.url + "/aiops/events",
        headers=bearer("console"),
        preload_content=False,
    )
    assert next(view.stream()).startswith(b"retry:")

    assert engine.stop() == 0
    # A whole answer, whose last chunk came: not one that was cut off by force.
    assert [*view.stream()] == []


def test_live_view_that_was_left_gives_its_place_back_at_once(start):
    engine = start(AIOPS_THREADS="4")

    def view():
        return engine.pool.request(
            "GET",
            engine.url + "/aiops/events",
            headers=bearer("console"),
            preload_content=False,
        )

    left = [view(), view()]
    assert view().status == 503
    for each in left:
        next(each.stream())
        each.close()
    ends_s = time.monotonic() + 8
    while view().status == 503:
        # Far below the first heartbeat.
        assert time.monotonic() < ends_s
        time.sleep(0.2)


def test_request_in_flight_is_answered_though_the_engine_ends(start):
    engine = start()
    with socket.create_connection(("127.0.0.1", engine.port), timeout=20) as line:
        line.sendall(
            b"POST /aiops/deployments HTTP/1.1\r\nHost: engine\r\n"
            b"Authorization: " + bearer("console")["Authorization"].encode() + b"\r\n"
            b"Content-Type: application/json\r\nContent-Length: 22\r\n\r\n"
            b'{"service": '
        )
        # Its thread has begun with it.
        assert engine.get("/health").status == 200
        os.kill(named(engine, "http"), signal.SIGTERM)
        time.sleep(0.5)
        line.sendall(b'"payment"}')

        assert line.recv(4096).startswith(b"HTTP/1.1 201")


@pytest.mark.parametrize("child", ["http", "loop"])
def test_all_end_when_one_ends(start, child):
    engine = start()
    os.kill(named(engine, child), signal.SIGKILL)

    assert engine.process.wait(30) == 1
    [ended] = engine.events("process ended")
    assert (ended["child"], ended["status"]) == (child, -signal.SIGKILL)


def test_what_is_in_flight_when_it_ends_is_stored(start, tmp_path):
    engine = start()
    sender = Sender([engine])
    sender.until(5)
    assert engine.stop() == 0
    sender.stop()

    database = Database(f"sqlite:///{tmp_path}/engine.db")
    with database.read() as connection:
        query = sa.select(spans.c.span).order_by(spans.c.seq).limit(10**6)
        stored = [int(each, 16) for each in connection.execute(query).scalars()]
    database.close()
    # Each batch is sent again until it is acknowledged: nothing may be there twice.
    assert stored == sender.acknowledged


UNFINISHED = (
    b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    b"POST /aiops/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
    b"Content-Type: application/json\r\nX-Pharos-Console: 1\r\n\r\n{",
)


def test_senders_that_never_end_hold_nobody_up_for_long(start):
    engine = start(AIOPS_THREADS="4")
    with ExitStack() as held:
        for text in UNFINISHED * 2:
            connection = socket.create_connection(("127.0.0.1", engine.port))
            held.enter_context(connection)
            connection.sendall(text)
        time.sleep(1)
        answer = engine.pool.request(
            "GET", engine.url + "/health/live", timeout=READ_S + 10
        )

    assert answer.status == 200


def test_wrong_environment_is_told_at_once(tmp_path):
    engine = EngineProcess(tmp_path, AIOPS_INTERVAL_S="0", AIOPS_RAW_DAYS="x")

    assert engine.process.wait(60) == 2
    told = engine.log_path.read_text()
    assert "AIOPS_INTERVAL_S" in told
    assert "AIOPS_RAW_DAYS" in told


def test_database_that_does_not_answer_ends_the_engine(tmp_path):
    url = "postgresql://nobody:hunter2-hunter2@127.0.0.1:1/none"
    engine = EngineProcess(tmp_path, AIOPS_DATABASE_URL=url)

    assert engine.process.wait(60) == 3
    told = engine.log_path.read_text()
    assert "migration failed" in told
    assert "hunter2" not in told


def test_migrate_ends_when_the_schema_is_there(tmp_path):
    engine = EngineProcess(tmp_path, command="migrate")

    assert engine.process.wait(60) == 0
    assert (tmp_path / "engine.db").stat().st_size > 0


def test_key_is_exchanged_while_the_engine_runs(start, tmp_path):
    engine = start()
    assert engine.get("/metrics", "prometheus").status == 200
    (tmp_path / "keys" / "prometheus").write_text("another-" + "k" * 32)
    ends_s = time.monotonic() + 20
    while engine.get("/metrics", "prometheus").status == 200:
        assert time.monotonic() < ends_s
        time.sleep(0.1)

    assert engine.get("/metrics", "prometheus").status == 401

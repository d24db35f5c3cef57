import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from infra.providers.gauges import parse_gauges
from infra.providers.process import (
    Change,
    Gauges,
    ReloadError,
    parse_time,
    reload,
    restart,
)

PAGE = """\
# HELP ok_total Something else.
# TYPE ok gauge
ok {ok}
ok_other 7
loaded_at {loaded_at}
"""


@dataclass
class FakeProcess:
    """A process with a metrics page; *accepts* decides what a signal does to it."""

    ok: int = 1
    loaded_at: float = 100.0
    started_at: float = 100.0
    silent_for: int = 0
    accepts: bool = True
    done: list[str] = field(default_factory=list)
    silent_answers: int = 0

    def signal(self, name):
        self.done.append(name)
        self.ok = int(self.accepts)
        if self.accepts:
            self.loaded_at = 300.0
        self.silent_answers = self.silent_for

    def restart(self, grace_s):
        self.done.append(f"restart within {grace_s} s")

    def state(self):
        return self.started_at, "healthy" if self.accepts else "unhealthy"

    def last_lines(self, count):
        return "first\nlast words"


@pytest.fixture
def page():
    """A server of *process*'s metrics page, and the gauges that read it."""
    servers = []

    def serve(process):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if process.silent_answers:
                    process.silent_answers -= 1
                    return  # hangs up
                text = PAGE.format(ok=process.ok, loaded_at=process.loaded_at)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *args):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/metrics"
        return Gauges(url=url, success="ok", timestamp="loaded_at")

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def change(written_at=200.0, timeout_s=0.3):
    return Change(
        container="pharos-dev-x",
        folders="/files/x",
        written_at=written_at,
        timeout_s=timeout_s,
    )


def test_process_that_has_read_the_files_is_left_alone(page):
    process = FakeProcess(loaded_at=250.0)

    assert reload(process, page(process), "SIGHUP", change()) is False
    assert process.done == []


def test_process_with_older_files_is_signalled(page):
    process = FakeProcess()

    assert reload(process, page(process), "SIGHUP", change()) is True
    assert process.done == ["SIGHUP"]


def test_process_that_does_not_answer_while_it_reads_its_files_is_asked_again(page):
    process = FakeProcess(silent_for=2)

    assert reload(process, page(process), "SIGHUP", change(timeout_s=20)) is True
    assert process.silent_answers == 0


def test_process_that_answers_no_more_is_an_error_that_says_so(page):
    process = FakeProcess(silent_for=1_000_000)

    with pytest.raises(OSError, match="closed"):
        reload(process, page(process), "SIGHUP", change())


def test_process_that_failed_before_is_signalled_again(page):
    process = FakeProcess(ok=0, loaded_at=100.0)

    assert reload(process, page(process), "SIGHUP", change()) is True


@pytest.mark.parametrize("ok_before", [0, 1])
def test_refused_files_are_an_error_with_the_last_words(page, ok_before):
    process = FakeProcess(ok=ok_before, accepts=False)

    with pytest.raises(ReloadError) as caught:
        reload(process, page(process), "SIGHUP", change())

    assert str(caught.value) == (
        "pharos-dev-x does not accept its new files in /files/x; correct them and run"
        " `make up` again. It last said:\nfirst\nlast words"
    )


def test_process_older_than_its_files_is_restarted():
    process = FakeProcess(started_at=100.0)

    assert restart(process, 15, change()) is True
    assert process.done == ["restart within 15 s"]


def test_process_younger_than_its_files_is_not_restarted():
    process = FakeProcess(started_at=250.0)

    assert restart(process, 15, change()) is False


def test_process_that_stays_ill_after_a_restart_is_an_error():
    with pytest.raises(ReloadError, match="last words"):
        restart(FakeProcess(accepts=False), 15, change())


def test_time_of_the_engine_has_nanoseconds():
    assert parse_time("2026-01-01T00:00:00.123456789Z") == 1767225600.123456
    assert parse_time("2026-01-01T00:00:00Z") == 1767225600.0


def test_labelled_and_similar_series_are_not_taken_for_the_gauge():
    page = 'ok{a="b"} 5\nok_more 6\n# ok 7\nok 1 1700000000\n'

    assert parse_gauges(page, ("ok",)) == {"ok": 1.0}

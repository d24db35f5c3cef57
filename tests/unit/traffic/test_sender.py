import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.e2e.waiting import eventually
from tools.traffic.__main__ import main


class Shop(ThreadingHTTPServer):
    """A front door that remembers what it was asked, and how busy it was."""

    daemon_threads = True

    def __init__(self, *, delay_s=0.0, status=200):
        self.calls = Counter()
        self.tokens = []
        self.most_at_once = self.now = 0
        self.delay_s, self.status = delay_s, status
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        shop = self.server
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with shop.lock:
            shop.now += 1
            shop.most_at_once = max(shop.most_at_once, shop.now)
            shop.calls[f"{self.command} {self.path}"] += 1
            shop.tokens.append(self.headers.get("X-Simulation-Token"))
        time.sleep(shop.delay_s)
        with shop.lock:
            shop.now -= 1
        self.send_response(shop.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture
def open_shop():
    shops = []

    def open_(**how):
        shop = Shop(**how)
        threading.Thread(target=shop.serve_forever, args=(0.01,)).start()
        shops.append(shop)
        return shop, f"http://127.0.0.1:{shop.server_address[1]}"

    yield open_
    for shop in shops:
        shop.shutdown()
        shop.server_close()


def send(url, *more, rate=100, duration=0.4):
    words = {"--url": url, "--rate": str(rate), "--duration": str(duration)}
    return main(["--plain", *(w for pair in words.items() for w in pair), *more])


def test_rate_times_duration_calls_are_sent(open_shop):
    shop, url = open_shop()

    # Long for its rate: a machine that stalls catches up, unless at the very end.
    send(url, "--scenario", "request-rate", rate=20, duration=2)

    assert sum(shop.calls.values()) == pytest.approx(40, abs=8)


def test_never_more_calls_are_in_flight_than_threads(open_shop):
    shop, url = open_shop(delay_s=0.05)

    send(url, "--scenario", "request-rate", "--threads", "3")

    assert shop.most_at_once <= 3


def test_failures_are_switched_on_with_the_token_and_cleared_after(open_shop, tmp_path):
    shop, url = open_shop()
    (tmp_path / "token").write_text("abc")

    send(url, "--scenario", "latency", "--token-file", str(tmp_path / "token"))

    calls = [call for call in shop.calls if "simulate" in call]
    assert calls == [
        "POST /simulate/delay?endpoint=%2Finventory&duration=800",
        "POST /simulate/clear",
    ]
    assert (shop.tokens[0], shop.tokens[-1], set(shop.tokens[1:-1])) == (
        "abc",
        "abc",
        {None},
    )


def test_a_refused_simulation_ends_the_run_with_its_reason(open_shop, tmp_path, capsys):
    _, url = open_shop(status=403)
    (tmp_path / "token").write_text("wrong")

    status = send(url, "--scenario", "latency", "--token-file", str(tmp_path / "token"))

    assert status == 1
    assert "answered 403; is the stack's" in capsys.readouterr().out


def test_the_summary_has_a_row_per_call_and_one_for_all(open_shop, capsys):
    _, url = open_shop()

    send(url, "--scenario", "request-rate")

    printed = capsys.readouterr().out
    assert all(text in printed for text in ("GET /items", "POST /items", "all"))


def test_nothing_listening_is_a_failure(free_port):
    assert send(f"http://127.0.0.1:{free_port}", rate=10, duration=0.2) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_clears_the_failures_and_is_told_by_the_exit_status(
    open_shop, tmp_path, number
):
    shop, url = open_shop()
    (tmp_path / "token").write_text("abc")
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "tools.traffic", "--plain", "--url", url),
            *("--duration", "60", "--scenario", "5xx"),
            *("--token-file", str(tmp_path / "token")),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    with running:
        eventually(lambda: shop.calls["GET /items"], "traffic", within_s=60)
        running.send_signal(number)
        printed, _ = running.communicate(timeout=60)

    assert (running.returncode, shop.calls["POST /simulate/clear"]) == (130, 1)
    assert "stopped; what was sent until then" in printed

"""What only real processes show: workers, signals, logs, start-up."""

import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from urllib3.exceptions import ProtocolError


def simulated(tmp_path):
    token = tmp_path / "token"
    token.write_text("open-sesame")
    return {"SHOP_SIMULATION": "on", "SHOP_SIMULATION_TOKEN_FILE": str(token)}


def counted(shop):
    return shop.samples("http_requests_total", endpoint="/items", status="200")


def test_requests_are_counted_exactly_across_workers_and_their_renewals(start):
    shop = start(SHOP_WORKERS="3", SHOP_THREADS="2", SHOP_MAX_REQUESTS="60")
    answered = []

    def ask(_):
        # A worker that is renewed may reset a connection it has not read from yet.
        while True:
            try:
                answer = shop.get("/items", headers={"Connection": "close"})
            except ProtocolError:
                continue
            return answered.append(answer.status)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask, range(400)))

    boots = [ln for ln in shop.lines("log") if "Booting worker" in ln["message"]]
    assert len(boots) > 3, "no worker was renewed"
    assert answered == [200] * 400
    # A client may have its answer a moment before it is counted.
    until_counted(shop, 400)
    assert {counted(shop) for _ in range(6)} == {400}
    assert shop.samples("app_requests_total", endpoint="/items") == 400
    assert shop.samples("app_request_latency_seconds_count", endpoint="/items") == 400


def until_counted(shop, count):
    end = time.monotonic() + 10
    while counted(shop) != count and time.monotonic() < end:
        time.sleep(0.1)


def test_requests_are_counted_exactly_across_a_killed_worker(start):
    shop = start(SHOP_WORKERS="2")
    for _ in range(50):
        shop.get("/items", headers={"Connection": "close"})
    [first, *_] = [
        int(ln["message"].rsplit(" ", 1)[1].rstrip(")"))
        for ln in shop.lines("log")
        if "Booting worker" in ln["message"]
    ]
    # A request is counted once its answer is sent: the last may be about to be.
    until_counted(shop, 50)
    os.kill(first, signal.SIGKILL)
    time.sleep(1)
    shop.pool.clear()
    for _ in range(50):
        shop.get("/items", headers={"Connection": "close"})

    until_counted(shop, 100)
    assert counted(shop) == 100


def test_one_worker_with_threads_counts_exactly(start):
    shop = start(SHOP_THREADS="8")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: shop.get("/items"), range(400)))

    assert counted(shop) == 400
    assert (
        len([ln for ln in shop.lines("request") if ln["endpoint"] == "/items"]) == 400
    )


def test_a_request_in_flight_is_finished_before_the_process_ends(start, tmp_path):
    shop = start(**simulated(tmp_path))
    token = {"X-Simulation-Token": "open-sesame"}
    shop.post("/simulate/delay?endpoint=/items&duration=1500", headers=token)
    answers = []
    asking = threading.Thread(target=lambda: answers.append(shop.get("/items").status))
    asking.start()
    time.sleep(0.5)
    shop.process.terminate()
    asking.join()

    assert answers == [200]
    assert shop.process.wait(timeout=15) == 0


def test_a_rule_reaches_every_worker_within_a_second(start, tmp_path):
    shop = start(SHOP_WORKERS="3", **simulated(tmp_path))
    token = {"X-Simulation-Token": "open-sesame"}
    shop.post("/simulate/error?endpoint=/items&rate=1", headers=token)
    time.sleep(1)
    statuses = {
        shop.get("/items", headers={"Connection": "close"}).status for _ in range(30)
    }

    assert statuses == {500}


def test_processes_that_start_together_migrate_once(start, database_url):
    shops = [
        start(ready=False, SHOP_DATABASE_URL=database_url, SHOP_WORKERS="2")
        for _ in range(3)
    ]
    products = [shop.wait().get("/products").json()["products"] for shop in shops]

    assert [len(found) for found in products] == [4, 4, 4]


def test_a_database_that_cannot_be_used_ends_the_process_with_the_reason(start):
    shop = start(ready=False, SHOP_DATABASE_URL="/nowhere/at/all")

    assert shop.process.wait(timeout=30) == 3
    [line] = shop.lines("migration failed")
    assert "let this process write to it" in line["reason"]


def test_a_malformed_request_is_a_problem_and_not_quoted_in_the_log(start):
    shop = start()
    chunked = b"POST /items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    chunked += b"Transfer-Encoding: chunked\r\n\r\n"
    for request, status in (
        (b"GET /canary HTTP/1.1\r\ncanary header: canary\r\n\r\n", b"400"),
        (b"canary\r\n\r\n", b"400"),
        (b"GET /%b HTTP/1.1\r\n\r\n" % (b"canary" * 1000), b"414"),
        (b"GET / HTTP/1.1\r\nX: %b\r\n\r\n" % (b"canary" * 2000), b"431"),
        (chunked + b"canary\r\n{}\r\n0\r\n\r\n", b"400"),
        (chunked + b"11000\r\n%b\r\n0\r\n\r\n" % (b" " * 0x11000), b"413"),
    ):
        with socket.create_connection(("127.0.0.1", shop.port)) as raw:
            raw.sendall(request)
            answer = raw.recv(4096)
        assert answer.startswith(b"HTTP/1.1 " + status)
        assert b"content-type: application/problem+json" in answer.lower()

    assert shop.samples("app_errors_total") == 0
    shop.stop()
    assert "canary" not in shop.log_path.read_text()


def test_a_body_that_is_too_large_is_read_before_it_is_refused(start):
    shop = start()
    for body in (b" " * 900_000, [b" " * 90_000] * 10):
        # A list is sent in chunks. Who is cut off while sending sees no answer.
        answer = shop.pool.request(
            "POST",
            f"{shop.url}/items",
            body=body,
            headers={"Content-Type": "application/json"},
            chunked=isinstance(body, list),
        )
        assert answer.status == 413


def test_nothing_that_a_client_sends_reaches_standard_output(start):
    shop = start()
    card = "4242424242424242"
    headers = {"Authorization": "Bearer canary", "Idempotency-Key": "canary-key"}
    for path in ("/payment", "/checkout", "/items", "/products"):
        shop.post(f"{path}?canary={card}", {"card_number": card}, headers)
        shop.post(path, {"card_number": card, "name": "canary"}, headers)
    shop.post("/payment", {"card_number": card}, headers)
    shop.stop()

    log = shop.log_path.read_text()
    assert "payment" in log
    assert "canary" not in log
    assert card not in log


def test_a_client_that_hangs_up_is_counted_once(start, tmp_path):
    shop = start(**simulated(tmp_path))
    token = {"X-Simulation-Token": "open-sesame"}
    shop.post("/simulate/delay?endpoint=/items&duration=300", headers=token)
    with socket.create_connection(("127.0.0.1", shop.port)) as raw:
        raw.sendall(b"GET /items HTTP/1.1\r\nHost: shop\r\n\r\n")
    time.sleep(1)

    assert shop.samples("http_requests_total", endpoint="/items") == 1


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_process_needs_no_folder_but_its_database_and_the_temporary_one(
    start, tmp_path, workers
):
    home = tmp_path / "data"
    home.mkdir()
    shop = start(SHOP_WORKERS=workers, SHOP_DATABASE_URL=str(home), HOME="/nonexistent")
    shop.post("/checkout")

    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"data", shop.log_path.name}
    assert {p.name.removeprefix("shop.db") for p in home.iterdir()} <= {
        "",
        "-wal",
        "-shm",
        ".lock",
    }


def test_database_files_are_shared_with_the_group_and_nobody_else(start, tmp_path):
    start()

    modes = {p.name: p.stat().st_mode & 0o777 for p in tmp_path.glob("shop.db*")}
    assert set(modes.values()) == {0o660}

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from notifications.__main__ import build
from notifications.server import MAX_BODY_BYTES
from notifications.settings import Settings
from tests.unit.notifications.factories import alert, message


@pytest.fixture
def url():
    """The address of a receiver on a free port."""
    server = build(Settings(port=0))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def get(address):
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.headers, answer.read().decode()


def post(url, body, *, path="/api/alerts", content_type="application/json"):
    request = urllib.request.Request(
        url + path, body, {"Content-Type": content_type}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def deliver(url, *alerts):
    return post(url, json.dumps(message(*alerts)).encode())


def listed(url, query=""):
    return json.loads(get(f"{url}/api/notifications{query}")[1])["notifications"]


def test_delivered_alert_is_listed_and_shown(url):
    assert deliver(url, alert(annotations={"summary": "items is down"}))[0] == 200

    [found] = listed(url)
    assert (found["status"], found["labels"]["alertname"]) == ("firing", "TargetDown")
    assert "items is down" in get(url)[1]


def test_list_can_begin_at_a_time(url):
    before = time.time()
    deliver(url)

    assert len(listed(url, f"?since={before}")) == 1
    assert listed(url, f"?since={time.time() + 60}") == []


def test_alerts_are_counted_by_status(url):
    deliver(url, alert(), alert(), alert(status="resolved"))

    text = get(f"{url}/metrics")[1]
    assert 'notifications_received_total{status="firing"} 2.0' in text
    assert 'notifications_received_total{status="resolved"} 1.0' in text
    assert "notifications_kept 3.0" in text


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_it_says_that_it_is_well(url, path):
    assert get(url + path)[1] == "ok\n"


def test_page_may_run_nothing(url):
    headers, _ = get(url)

    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "options", "status", "said"),
    [
        (b"{", {}, 400, "the body is no JSON"),
        (b"\xff", {}, 400, "the body is no JSON"),
        (b"[" * 100_000, {}, 400, "the body is no JSON"),
        (b"{}", {}, 400, "`alerts` is no list"),
        (b"{}", {"content_type": "text/plain"}, 415, "send application/json"),
        (b"{}", {"path": "/elsewhere"}, 404, "post to /api/alerts"),
    ],
)
def test_other_bodies_are_refused_with_the_reason(url, body, options, status, said):
    answer = post(url, body, **options)

    assert answer[0] == status
    assert said in answer[1]
    assert listed(url) == []


@pytest.mark.parametrize(
    ("length", "status"), [(str(MAX_BODY_BYTES + 1), 413), ("-1", 411), ("x", 411)]
)
def test_body_of_a_wrong_length_is_refused_unread(url, length, status):
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=5)
    connection.putrequest("POST", "/api/alerts")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", length)
    connection.endheaders()

    answer = connection.getresponse()

    assert answer.status == status
    connection.close()


def test_question_that_is_none_is_refused(url):
    with pytest.raises(urllib.error.HTTPError, match="400") as caught:
        listed(url, "?since=yesterday")
    caught.value.close()


def test_other_paths_are_not_found(url):
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        get(f"{url}/../etc/passwd")
    caught.value.close()


def test_many_senders_lose_nothing(url):
    threads = [threading.Thread(target=deliver, args=(url,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(each["number"] for each in listed(url)) == list(range(1, 21))


@pytest.fixture
def process(tmp_path, free_port):
    """The receiver as a process; yields it with its address."""
    started = subprocess.Popen(
        [sys.executable, "-m", "notifications"],
        env={
            **os.environ,
            "NOTIFICATIONS_PORT": str(free_port),
            "NOTIFICATIONS_JOURNAL": str(tmp_path / "kept.jsonl"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{free_port}"
    deadline = time.monotonic() + 30
    while True:
        try:
            get(f"{address}/health/ready")
            break
        except OSError:
            assert time.monotonic() < deadline, "the receiver did not start"
            time.sleep(0.05)
    yield started, address
    started.kill()
    started.communicate()


def test_process_stays_small_writes_no_log_and_ends_on_sigterm(process):
    started, address = process
    for _ in range(30):
        deliver(f"{address}", *[alert()] * 20)
        get(address)
    status = Path(f"/proc/{started.pid}/status").read_text()
    started.send_signal(signal.SIGTERM)
    printed, _ = started.communicate(timeout=20)

    assert int(status.split("VmRSS:")[1].split()[0]) / 1024 < 40
    assert (printed, started.returncode) == ("", 0)


def test_mistakes_end_the_start_with_their_fix():
    done = subprocess.run(
        [sys.executable, "-m", "notifications"],
        env={**os.environ, "NOTIFICATIONS_PORT": "x"},
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert (done.returncode, "NOTIFICATIONS_PORT" in done.stderr) == (2, True)

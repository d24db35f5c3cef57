import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from infra.specs.settings import parse
from tools.bootstrap.commands import smoke


def inspected(*, user="10001:10001", read_only=True, dropped=("ALL",), ip="127.0.0.1"):
    return {
        "Config": {"User": user},
        "HostConfig": {
            "ReadonlyRootfs": read_only,
            "CapDrop": list(dropped),
            "PortBindings": {"8080/tcp": [{"HostIp": ip, "HostPort": "8080"}]},
        },
    }


@pytest.fixture
def prometheus():
    """Answers with the targets that a test puts in; returns them and the settings."""
    targets = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps({"data": {"activeTargets": targets}}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        port = str(server.server_address[1])
        yield targets, parse("dev", {"prometheusPort": port})
        server.shutdown()


def test_a_hardened_container_has_no_problem():
    assert list(smoke.hardening_problems(inspected())) == []


@pytest.mark.parametrize(
    ("weakness", "problem"),
    [
        ({"user": ""}, "runs as root"),
        ({"user": "0:0"}, "runs as root"),
        ({"read_only": False}, "can write to its root file system"),
        ({"dropped": ()}, "keeps capabilities (drops [])"),
        ({"ip": ""}, "publishes 8080/tcp on every address"),
        ({"ip": "0.0.0.0"}, "publishes 8080/tcp on 0.0.0.0"),
    ],
)
def test_each_weakness_is_named(weakness, problem):
    assert list(smoke.hardening_problems(inspected(**weakness))) == [problem]


def test_a_target_that_cannot_be_scraped_is_named_with_the_reason(prometheus):
    targets, settings = prometheus
    labels = {"job": "items"}
    targets.append({"health": "down", "lastError": "refused", "labels": labels})

    assert list(smoke.target_problems(settings)) == ["target items: down refused"]


def test_a_prometheus_without_targets_is_a_problem(prometheus):
    _, settings = prometheus

    assert list(smoke.target_problems(settings)) == ["Prometheus has no targets"]


def test_a_service_that_does_not_answer_is_a_problem(free_port):
    settings = parse("dev", {"gatewayPort": str(free_port)})

    found = list(smoke.endpoint_problems(settings, {"gateway"}))

    assert len(found) == [service for service, _ in smoke.PATHS].count("gateway")
    assert all("refused" in each for each in found)


def test_what_settles_is_no_problem(monkeypatch):
    monkeypatch.setattr(smoke, "PAUSE_S", 0)
    answers = [["not yet"], ["not yet"], []]

    assert smoke.settled(lambda: answers.pop(0)) == []


def test_what_stays_wrong_is_reported_after_its_time(monkeypatch):
    monkeypatch.setattr(smoke, "SETTLE_S", 0)

    assert smoke.settled(lambda: ["down"]) == ["down"]

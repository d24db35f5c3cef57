"""What the engine hears of an update."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tools.bootstrap.deployments import tell, who


@pytest.fixture
def engine():
    """A server that answers as the engine does, and keeps what it was told."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.told.append(
                (self.path, self.headers["Authorization"], json.loads(body))
            )
            self.send_response(server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.told, server.status = [], 201
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def address(server):
    return f"http://127.0.0.1:{server.server_port}"


def test_the_engine_is_told_of_each_service_with_the_key(engine):
    said = []

    tell(address(engine), "a-key", {"items", "gateway"}, version="abc", say=said.append)

    paths, keys, bodies = zip(*engine.told, strict=True)
    assert set(paths) == {"/aiops/deployments"}
    assert set(keys) == {"Bearer a-key"}
    assert [(body["service"], body["version"]) for body in bodies] == [
        ("gateway", "abc"),
        ("items", "abc"),
    ]
    assert said == []


def test_the_engine_is_told_who_brought_it_out(engine, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTOR", "octocat")

    tell(address(engine), "a-key", {"items"}, version="abc", say=print)

    [(_, _, body)] = engine.told
    assert body["by"] == "octocat"


def test_without_a_workflow_it_is_who_is_logged_in(monkeypatch):
    monkeypatch.setenv("LOGNAME", "somebody")

    assert who({}) == "somebody"


def test_a_refusal_is_one_warning_and_no_failure(engine):
    engine.status = 401
    said = []

    tell(address(engine), "old", {"items", "gateway"}, version="abc", say=said.append)

    assert said == [
        "Warning: the engine was not told of the deployment:"
        f" {address(engine)}/aiops/deployments answered 401"
    ]


def test_an_engine_that_is_away_is_one_warning_and_no_failure():
    said = []

    tell("http://127.0.0.1:1", "a-key", {"items"}, version="abc", say=said.append)

    [warning] = said
    assert "http://127.0.0.1:1/aiops/deployments does not answer" in warning

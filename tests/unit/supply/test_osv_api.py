"""The OSV service is believed only when it knows a known bad version."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.unit.supply.factories import ADVISORIES, package
from tools.supply.advisories.osv_api import CANARY, OsvApi

LANTERN = package("invented-lantern", "1.3")
LANTERN_ID = "PHAROS-2026-0001"


class Service(ThreadingHTTPServer):
    """Answers like api.osv.dev, two vulnerabilities a page, out of a table."""

    def __init__(self, known):
        super().__init__(("127.0.0.1", 0), Handler)
        self.known = known


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        queries = json.loads(self.rfile.read(length))["queries"]
        self._answer({"results": [self._result(query) for query in queries]})

    def do_GET(self):
        file = ADVISORIES / f"{self.path.rpartition('/')[2]}.json"
        self._answer(json.loads(file.read_text()))

    def _result(self, query):
        name = query["package"]["name"]
        ids = self.server.known.get((name, query["version"]), [])
        begin = int(query.get("page_token", 0))
        result = {"vulns": [{"id": id_} for id_ in ids[begin : begin + 2]]}
        if begin + 2 < len(ids):
            result["next_page_token"] = str(begin + 2)
        return result if ids else {}

    def _answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    services = []

    def start(known):
        service = Service(known)
        threading.Thread(target=service.serve_forever, daemon=True).start()
        services.append(service)
        return OsvApi(f"http://127.0.0.1:{service.server_port}")

    yield start
    for service in services:
        service.shutdown()
        service.server_close()


def test_what_the_service_knows_is_read(serve):
    api = serve(
        {
            (CANARY.name, CANARY.version): [LANTERN_ID],
            (LANTERN.name, LANTERN.version): [LANTERN_ID],
        }
    )

    answer = api.ask([LANTERN, package("harmless")])

    assert [each.id for each in answer.advisories] == [LANTERN_ID]
    assert answer.silent == {}


def test_every_page_is_asked_for(serve):
    ids = [f"PHAROS-2026-000{n}" for n in (1, 2, 3)]
    api = serve(
        {
            (CANARY.name, CANARY.version): [LANTERN_ID],
            (LANTERN.name, LANTERN.version): ids,
        }
    )

    assert [each.id for each in api.ask([LANTERN]).advisories] == ids


def test_service_that_does_not_know_the_canary_is_silent(serve):
    api = serve({(LANTERN.name, LANTERN.version): [LANTERN_ID]})

    answer = api.ask([LANTERN, package("m", "v1.0.0", "Go")])

    assert answer.advisories == ()
    assert set(answer.silent) == {"PyPI", "Go"}
    assert "does not know a known bad version" in answer.silent["Go"]


def test_service_that_is_not_there_is_silent(free_port):
    answer = OsvApi(f"http://127.0.0.1:{free_port}").ask([LANTERN])

    assert "does not answer" in answer.silent["PyPI"]

"""Against a server that keeps a password as Grafana's interface says it does."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tools.rotation import holders
from tools.rotation.errors import RotationError


class Keeper(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200 if self.knows() else 401, {"unreachable": []})

    def do_PUT(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.knows() or body["oldPassword"] != self.server.password:
            self.answer(401, {"message": "Invalid username or password"})
            return
        self.server.password = body["newPassword"]
        self.answer(200, {"message": "User password changed"})

    def knows(self):
        pair = base64.b64encode(f"admin:{self.server.password}".encode()).decode()
        known = (f"Basic {pair}", f"Bearer {self.server.password}")
        return self.headers["Authorization"] in known

    def answer(self, status, body):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with HTTPServer(("127.0.0.1", 0), Keeper) as found:
        found.password = "old"
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


@pytest.fixture
def url(server):
    return f"http://127.0.0.1:{server.server_port}"


def test_grafana_takes_the_new_password_and_forgets_the_old_one(server, url):
    holders.tell_grafana(url, "old", "new")

    assert server.password == "new"
    holders.check_grafana(url, "old", "new")


def test_grafana_that_was_told_before_the_run_was_cut_off_is_fine(server, url):
    server.password = "new"

    holders.tell_grafana(url, "old", "new")


def test_a_password_that_somebody_changed_by_hand_is_said(server, url):
    server.password = "by hand"

    with pytest.raises(RotationError, match=r"status 401.*reset-admin-password"):
        holders.tell_grafana(url, "old", "new")


def test_a_holder_that_keeps_the_old_secret_is_reported(url, monkeypatch):
    monkeypatch.setattr(holders, "_TAKEN_WITHIN_S", 0.0)

    with pytest.raises(RotationError, match="the new one is answered with 401"):
        holders.check_shop(url, "old", "new")


def test_a_shop_that_takes_only_the_new_token_is_fine(server, url):
    server.password = "new"

    holders.check_shop(url, "old", "new")


def test_what_does_not_answer_is_named(url, server):
    with pytest.raises(
        RotationError, match=r"http://127\.0\.0\.1:1/.* does not answer"
    ):
        holders.check_shop("http://127.0.0.1:1", "old", "new")


def test_postgres_has_to_take_the_new_password_of_the_right_account_only():
    asked = []

    def ask(account, database, word):
        asked.append((account, database))
        return word == "new"

    holders.check_postgres(ask, "postgres-inventory-password", "old", "new")

    assert set(asked) == {("inventory", "stock")}


def test_postgres_that_still_takes_the_old_password_is_told(monkeypatch):
    monkeypatch.setattr("tools.rotation.holders._TAKEN_WITHIN_S", 0.0)

    with pytest.raises(RotationError, match="postgres-exporter-password"):
        holders.check_postgres(
            lambda *words: True, "postgres-exporter-password", "old", "new"
        )

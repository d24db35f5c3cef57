"""What is approved is done once and reported; what is not, never."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from aiops.adapters.storage import anomalies
from aiops.adapters.storage.incidents import actions
from aiops.adapters.storage.incidents.rounds import Audience, Rounds
from aiops.domain.incidents.remediation import propose
from aiops.entrypoints.http.factory import create_app
from tests.unit.aiops.engines import KEYS, bearer, new_engine
from tests.unit.aiops.incidents.factories import anomaly
from tools.remediation.carrying_out import carry_out
from tools.remediation.engine import EngineApi
from tools.remediation.errors import RemediationError


class Stack:
    """The engine on a port, with one incident whose actions are proposed."""

    def __init__(self, folder: Path) -> None:
        engine = new_engine(folder)
        now_s = engine.now_s()
        with engine.database.write() as connection:
            anomalies.put(connection, [anomaly("payment", now_s - 5)])
        outcome = Rounds(engine.database, Audience()).once(now_s)
        self.incident = outcome.incidents[0].id
        with engine.database.write() as connection:
            found = propose(self.incident, "payment", now_s, [], now_s)
            actions.propose(connection, found)
        app = create_app(engine)
        self.engine = engine
        self.client = app.test_client()
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def approve(self, name: str) -> None:
        path = f"/aiops/incidents/{self.incident}/actions/{name}/approve"
        assert self.client.post(path, headers=bearer("console")).status_code == 200

    def states(self) -> dict[str, str]:
        path = f"/aiops/incidents/{self.incident}"
        found = self.client.get(path, headers=bearer("console")).json["actions"]
        return {each["name"]: each["status"] for each in found}


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    found = Stack(tmp_path)
    thread = threading.Thread(target=found.server.serve_forever, args=(0.05,))
    thread.start()
    yield found
    found.server.shutdown()
    thread.join()
    found.server.server_close()
    found.engine.database.close()


def test_only_what_is_approved_is_done_and_only_once(stack: Stack) -> None:
    api, done = EngineApi(stack.url, KEYS["console"]), []
    performers = {"restart": lambda target: done.append(target) or "restarted it"}
    assert carry_out(api, performers, print) == 0
    assert done == []
    stack.approve("restart")
    assert [carry_out(api, performers, print) for _ in range(2)] == [0, 0]
    assert done == ["payment"]
    assert stack.states() == {"restart": "done", "clear-simulation": "proposed"}


def test_a_dry_run_says_it_and_changes_nothing(stack: Stack) -> None:
    stack.approve("restart")
    said: list[str] = []
    carry_out(EngineApi(stack.url, KEYS["console"]), {}, said.append, dry_run=True)
    assert said == [f"{stack.incident}: restart payment, approved by console"]
    assert stack.states()["restart"] == "approved"


def test_what_fails_is_reported_and_does_not_stop_the_rest(stack: Stack) -> None:
    def refuse(target: str) -> str:
        raise RemediationError(f"no container of {target}")

    stack.approve("restart")
    stack.approve("clear-simulation")
    performers = {"restart": refuse, "clear-simulation": lambda _: "cleared"}
    assert carry_out(EngineApi(stack.url, KEYS["console"]), performers, print) == 1
    assert stack.states() == {"restart": "failed", "clear-simulation": "done"}


def test_a_key_that_may_only_read_reports_nothing(stack: Stack) -> None:
    stack.approve("restart")
    api = EngineApi(stack.url, KEYS["prometheus"])
    with pytest.raises(RemediationError, match="with 403: this needs a key"):
        carry_out(api, {"restart": lambda _: "done"}, print)


def test_an_engine_that_does_not_answer_is_named(free_port: int) -> None:
    api = EngineApi(f"http://127.0.0.1:{free_port}", "x")
    with pytest.raises(RemediationError, match="is the stack up"):
        api.approved()

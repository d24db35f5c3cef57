"""What is approved is done once and reported; what is not, never."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.aiops.engines import KEYS
from tests.unit.remediation.approvals import Approvals, served
from tools.remediation.carrying_out import carry_out
from tools.remediation.engine import EngineApi
from tools.remediation.errors import RemediationError


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Approvals]:
    with served(tmp_path) as found:
        yield found


def test_only_what_is_approved_is_done_and_only_once(stack: Approvals) -> None:
    api, done = EngineApi(stack.url, KEYS["remediation"]), []
    performers = {"restart": lambda target: done.append(target) or "restarted it"}
    assert carry_out(api, performers, print) == 0
    assert done == []
    stack.approve("restart")
    assert [carry_out(api, performers, print) for _ in range(2)] == [0, 0]
    assert done == ["payment"]
    assert stack.states() == {"restart": "done", "clear-simulation": "proposed"}


def test_a_dry_run_says_it_and_changes_nothing(stack: Approvals) -> None:
    stack.approve("restart")
    said: list[str] = []
    carry_out(EngineApi(stack.url, KEYS["remediation"]), {}, said.append, dry_run=True)
    assert said == [f"{stack.incident}: restart payment, approved by console"]
    assert stack.states()["restart"] == "approved"


def test_what_fails_is_reported_and_does_not_stop_the_rest(stack: Approvals) -> None:
    def refuse(target: str) -> str:
        raise RemediationError(f"no container of {target}")

    stack.approve("restart")
    stack.approve("clear-simulation")
    performers = {"restart": refuse, "clear-simulation": lambda _: "cleared"}
    assert carry_out(EngineApi(stack.url, KEYS["remediation"]), performers, print) == 1
    assert stack.states() == {"restart": "failed", "clear-simulation": "done"}


def test_a_key_that_may_only_read_reports_nothing(stack: Approvals) -> None:
    stack.approve("restart")
    api = EngineApi(stack.url, KEYS["prometheus"])
    with pytest.raises(RemediationError, match="with 403: this needs a key"):
        carry_out(api, {"restart": lambda _: "done"}, print)


def test_an_engine_that_does_not_answer_is_named(free_port: int) -> None:
    api = EngineApi(f"http://127.0.0.1:{free_port}", "x")
    with pytest.raises(RemediationError, match="is the stack up"):
        api.approved()


def test_the_key_of_the_tool_operates_and_does_not_administrate(
    stack: Approvals,
) -> None:
    headers = {"Authorization": f"Bearer {KEYS['remediation']}"}
    assert stack.client.get("/aiops/actions", headers=headers).status_code == 200
    assert stack.client.get("/aiops/keys", headers=headers).status_code == 403

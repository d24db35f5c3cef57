"""A whole run against a stack in one process, pictures aside."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.e2e.waiting import eventually
from tests.unit.evidence.scripted_stack import TOKEN, ScriptedStack
from tools.browser.chromium import BrowserError
from tools.evidence.cases import BY_NAME
from tools.evidence.errors import NotReady
from tools.evidence.folder import write
from tools.evidence.outcome import Verdict
from tools.evidence.progress import Milestone
from tools.evidence.runner import Run
from tools.evidence.stack import Stack

CASE = BY_NAME["5xx"]
ROOT = Path(__file__).resolve().parents[3]


class Quiet:
    """A display that shows nothing."""

    def show(self, progress, seen, limit_s):
        pass

    def note(self, text):
        pass


@pytest.fixture
def open_stack():
    opened = []

    def open_(**how):
        server = ScriptedStack(**how)
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        stack = Stack(server.addresses, TOKEN)
        opened.append((server, stack))
        return server, stack

    yield open_
    for server, stack in opened:
        stack.close()
        server.shutdown()
        server.server_close()


def take_nothing(url, to):
    to.write_bytes(b"\x89PNG")


def take_refused(url, to):
    raise BrowserError("there is no browser")


def execute(stack, folder, *, take=take_nothing, until=None, patience=1.0):
    run = Run(stack, CASE, folder, Quiet(), take=take, patience=patience, pause_s=0.05)
    return run.execute(until or Milestone.RESOLUTION_NOTIFIED)


def test_a_run_passes_through_every_milestone(open_stack, tmp_path):
    _, stack = open_stack()

    outcome = execute(stack, tmp_path)

    assert (outcome.verdict, outcome.reason) == (Verdict.PASSED, "")
    assert list(outcome.reached) == list(Milestone)


def test_a_run_leaves_answers_pictures_and_a_summary(open_stack, tmp_path):
    _, stack = open_stack()

    write(tmp_path, execute(stack, tmp_path))

    assert {path.name for path in tmp_path.iterdir()} >= {
        "index.html",
        "timeline.json",
        "signal.json",
        "prometheus-pending.json",
        "prometheus-firing.json",
        "alertmanager-active.json",
        "notifications-notified.json",
        "notifications-resolution-notified.json",
        "prometheus-firing.png",
        "alertmanager-active.png",
        "notified.png",
    }


def test_healthy_traffic_flows_before_and_after_the_fault(open_stack, tmp_path):
    _, stack = open_stack(wait_s=1)

    outcome = execute(stack, tmp_path)

    assert {a.scenario for a in outcome.answers} == {"request-rate", "5xx"}


def test_a_browser_that_is_missing_is_named_and_no_failure(open_stack, tmp_path):
    _, stack = open_stack()

    outcome = execute(stack, tmp_path, take=take_refused)

    assert outcome.verdict is Verdict.PASSED
    assert {p.missing for p in outcome.pictures if p.title.startswith("Prom")} == {
        "there is no browser"
    }


def test_an_alert_that_stays_silent_fails_with_what_it_did(open_stack, tmp_path):
    server, stack = open_stack(silent=True)

    outcome = execute(stack, tmp_path, patience=0.004)

    assert outcome.verdict is Verdict.FAILED
    assert outcome.reason == (
        "pending was not reached within 2 s; AppHigh5xxErrorRate is inactive in"
        " Prometheus; environment:app_requests_5xx:ratio_rate5m is 200.0 % (it fires"
        " above 5.0 %)"
    )
    assert server.cleared_at is not None


def test_a_run_can_stop_early_and_clears_its_faults(open_stack, tmp_path):
    server, stack = open_stack(wait_s=3600)

    outcome = execute(stack, tmp_path, until=Milestone.PENDING)

    assert list(outcome.reached)[-1] is Milestone.PENDING
    assert server.cleared_at is not None


def test_a_stack_without_simulation_is_refused_with_the_fix(open_stack):
    _, stack = open_stack(simulation=403)

    with pytest.raises(NotReady, match=r"set `pharos:simulation: on`.*`make up`"):
        stack.check([CASE.alert.value])


def test_an_alert_that_is_not_loaded_is_refused(open_stack):
    _, stack = open_stack()

    with pytest.raises(NotReady, match="has no alert AppTrafficDrop"):
        stack.check(["AppTrafficDrop"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_clears_the_faults_and_leaves_what_was_seen(
    open_stack, tmp_path, number
):
    server, _ = open_stack(wait_s=3600)
    (tmp_path / "token").write_text(TOKEN)
    url = server.addresses.shop
    words = [f"--{name}={url}" for name in ("shop", "prometheus", "alertmanager")]
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "tools.evidence", "5xx", "--plain", *words),
            *("--notifications", url, "--token-file", str(tmp_path / "token")),
            *("--out", str(tmp_path / "out")),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with running:
        eventually(lambda: server.fault_at, "the fault", within_s=60)
        running.send_signal(number)
        printed, _ = running.communicate(timeout=120)

    told = json.loads((tmp_path / "out" / "timeline.json").read_text())
    assert (running.returncode, told["verdict"]) == (130, "interrupted")
    assert server.fault_at < server.cleared_at < time.time()
    assert "its faults are cleared" in printed

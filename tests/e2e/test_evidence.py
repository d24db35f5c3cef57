"""Evidence on the running stack: as far as pending, then Ctrl-C."""

import json
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.e2e.waiting import eventually
from tools.bootstrap.commands.evidence import addresses
from tools.traffic.__main__ import main as traffic

pytestmark = pytest.mark.stack

ROOT = Path(__file__).resolve().parents[2]
# The alert's windows have to fill, on a machine that may be busy.
LIMIT_S = 300
_MANY = ("--plain", "--rate", "80", "--duration", "8", "--scenario", "request-rate")


@pytest.fixture
def faults(stack):
    token = stack.canaries["simulation-token"]

    def active():
        told = stack.get("gateway", "/simulate/status", **{"X-Simulation-Token": token})
        return json.loads(told)["active"]

    return active


@pytest.fixture
def running(stack, tmp_path):
    """The runner, on its way with 5xx."""
    (tmp_path / "token").write_text(stack.canaries["simulation-token"])
    where = asdict(addresses(stack.settings)).items()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tools.evidence", "5xx", "--plain"),
            *(f"--{name}={url}" for name, url in where),
            *("--token-file", str(tmp_path / "token")),
            *("--out", str(tmp_path / "out")),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        yield process
        process.kill()
    # So many good answers that the alert does not fire while other tests look.
    assert traffic(["--url", stack.url("gateway"), *_MANY]) == 0


def read_until(process, text):
    """Read what is printed up to *text*; the runner's own limits end it otherwise."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if text in line:
            return "".join(lines)
    raise AssertionError(f"{text!r} was not printed: {''.join(lines)}")


def test_an_alert_becomes_pending_and_an_interrupt_clears_the_faults(
    running, faults, tmp_path
):
    seen_faults = eventually(faults, "a fault", within_s=LIMIT_S)
    before = read_until(running, "alert pending in Prometheus")

    running.send_signal(signal.SIGINT)
    printed, _ = running.communicate(timeout=LIMIT_S)

    assert running.returncode == 130, before + printed
    assert [fault["endpoint"] for fault in seen_faults] == ["/payment"]
    assert faults() == []
    told = json.loads((tmp_path / "out" / "timeline.json").read_text())
    reached = {each["milestone"] for each in told["milestones"]}
    assert (told["verdict"], {"calm", "fault", "pending"} <= reached) == (
        "interrupted",
        True,
    )
    assert "AppHigh5xxErrorRate" in (tmp_path / "out" / "index.html").read_text()

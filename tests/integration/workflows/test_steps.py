"""The scripts of the workflows, run as GitHub's runner runs them."""

import os
import secrets
import subprocess
from pathlib import Path

import pytest

from tests.e2e.canary import hits
from tests.tools import require
from tools.workflows import model, steps

ROOT = Path(__file__).resolve().parents[3]
# As GitHub documents `shell: bash`.
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
LISTED = steps.read_listed()
STEPS = [
    step
    for step in steps.scripts(model.read_all(ROOT))
    if steps.key(step) not in LISTED.github
]
CHEAP = [step for step in STEPS if {*steps.make_targets(step.run)} <= LISTED.cheap]


@pytest.fixture
def canaries():
    return {
        name: f"canary{secrets.token_hex(16)}" for name in ("passphrase", "webhook-url")
    }


@pytest.fixture
def runner(tmp_path, canaries):
    """Runs a step in an environment like a runner's; returns what it printed."""
    page = tmp_path / "summary.md"

    def act(step, **more):
        script = tmp_path / "script.sh"
        script.write_text(step.run)
        environment = {
            **{k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"},
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(page),
            "STACK": "dev",
            "PHAROS_HOME": str(tmp_path / "home"),
            "PHAROS_SECRET_WEBHOOK_URL": canaries["webhook-url"],
            "PULUMI_CONFIG_PASSPHRASE": canaries["passphrase"],
            **more,
        }
        done = subprocess.run(
            [*SHELL, str(script)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        written = page.read_text() if page.exists() else ""
        return done.returncode, done.stdout + done.stderr, written

    return act


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{steps.key(step)}")
def test_a_script_is_what_make_would_run(runner, step):
    """A dry run: make reads every target and variable, and starts none of them."""
    code, printed, _ = runner(step, MAKEFLAGS="n")

    assert code == 0, printed
    started = [line for line in printed.splitlines() if " -m tools." in line]
    assert len(started) == len(steps.make_targets(step.run)), printed
    assert " --stack='dev'" in started[0]


@pytest.mark.parametrize(
    "target", sorted(LISTED.cheap), ids=lambda target: f"make {target}"
)
def test_a_cheap_script_works_and_shows_no_secret(runner, canaries, target):
    if target == "lint-workflows":
        # It builds actionlint, unless that is on PATH.
        require("go")
    step = next(each for each in CHEAP if steps.make_targets(each.run) == [target])

    code, printed, page = runner(step)

    assert code == 0, printed
    # The runner takes these lines and hides what they name from then on.
    shown = [line for line in printed.splitlines() if not line.startswith("::add-mask")]
    everything = "\n".join([*shown, page]).encode()
    assert [*hits(canaries, f"make {target}", everything)] == []


def test_every_secret_of_the_runner_is_masked(runner, canaries):
    step = next(each for each in CHEAP if steps.make_targets(each.run) == ["mask"])

    _, printed, _ = runner(step)

    assert {f"::add-mask::{secret}" for secret in canaries.values()} <= {
        *printed.splitlines()
    }

"""What GitHub will run keeps our rules, and its scripts are make targets."""

import re
from pathlib import Path

import pytest

from tools.workflows import lint, model, steps

ROOT = Path(__file__).parents[2]


def test_the_workflows_keep_every_rule():
    assert lint.ours(ROOT) == []


@pytest.mark.parametrize(("target", "place"), steps.read_listed().elsewhere.items())
def test_what_runs_a_target_for_real_names_it(target, place):
    path = ROOT / place
    files = [path] if path.is_file() else [*path.rglob("*.py")]

    assert [f for f in files if re.search(rf"\b{target}\b", f.read_text())]


def test_each_target_of_a_workflow_is_run_somewhere():
    listed = steps.read_listed()
    scripts = steps.scripts(model.read_all(ROOT))
    made = {
        target
        for step in scripts
        if steps.key(step) not in listed.github
        for target in steps.make_targets(step.run)
    }

    assert made == {*listed.cheap, *listed.elsewhere}


def test_every_exception_has_a_reason():
    reasons = steps.read_listed().github

    assert {name for name, reason in reasons.items() if len(reason) < 10} == set()

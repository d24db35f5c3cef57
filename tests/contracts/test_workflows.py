"""What GitHub will run keeps our rules, and its scripts are make targets."""

from pathlib import Path

from tools.workflows import lint, steps

ROOT = Path(__file__).parents[2]


def test_the_workflows_keep_every_rule():
    assert lint.ours(ROOT) == []


def test_what_runs_a_target_for_real_is_there():
    named = steps.read_listed().elsewhere

    assert {path for path in named.values() if not (ROOT / path).exists()} == set()


def test_every_exception_has_a_reason():
    reasons = steps.read_listed().github

    assert {name for name, reason in reasons.items() if len(reason) < 10} == set()

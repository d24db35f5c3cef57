from rich.progress import Progress

from tests import mutation
from tests.rules.mutants import mutants
from tests.rules.mutation import equivalents
from tests.rules.promtool import resolved
from tests.rules.trial import subjects


def changes(expr, wait=""):
    return {mutant.expr for mutant in mutants(expr, wait)}


def of(file):
    resolved()
    return [s for s in subjects() if s.file == f"demo/{file}"]


def judged(chosen, known=()):
    with Progress(disable=True) as progress:
        return mutation.run(chosen, known, progress)


def test_threshold_comparison_and_operator_are_changed():
    assert changes("a / b > 0.5") == {
        "a * b > 0.5",
        "a / b >= 0.5",
        "a / b < 0.5",
        "a / b > 0.55",
        "a / b > 0.45",
    }


def test_window_and_function_are_changed():
    assert changes("rate(a[5m])") == {
        "increase(a[5m])",
        "rate(a[600s])",
        "rate(a[150s])",
    }


def test_matchers_are_turned_around_and_removed():
    assert changes('a{b="c", d=~"e"}') == {
        'a{b!="c", d=~"e"}',
        'a{d=~"e"}',
        'a{b="c", d!~"e"}',
        'a{b="c"}',
    }


def test_wait_is_changed():
    assert [m.wait for m in mutants("a", "1m")] == ["120s", "30s"]


def test_escalation_has_no_mutant_that_survives():
    score = judged(of("escalation.yaml"), equivalents())

    assert score.killed > 5
    assert score.is_perfect, score


NOTHING_FIRES = {
    "rule_files": ["demo/escalation.yaml"],
    "tests": [
        {
            "name": "without any series",
            "alert_rule_test": [
                {
                    "eval_time": "1m",
                    "alertname": "CriticalAlertUnattended",
                    "exp_alerts": [],
                }
            ],
        }
    ],
}


def test_tests_that_prove_nothing_are_noticed(monkeypatch):
    monkeypatch.setattr("tests.rules.trial.documents", lambda: {"x": NOTHING_FIRES})

    score = judged(of("escalation.yaml"))

    assert len(score.survived) > 5
    assert score.killed == 0


def test_equivalent_that_matches_nothing_is_noticed():
    stale = mutation.Equivalent(name="Watchdog", change="nothing", reason="none")

    assert any(
        "nothing matches" in line for line in judged(of("meta.yaml"), [stale]).wrong
    )

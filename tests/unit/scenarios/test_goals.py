"""What a run as a whole is judged by."""

import pytest

from tests.unit.scenarios.factories import make_result
from tools.scenarios.__main__ import status
from tools.scenarios.goals import goals
from tools.scenarios.result import Normal, Report


def met(**results):
    report = Report(results=[make_result(**results)])
    return {goal.name: goal.met for goal in goals(report)}


@pytest.mark.parametrize(
    ("given", "missed"),
    [
        ({}, set()),
        ({"delay": None, "rank": 0}, {"Faults told", "True cause first",
                                      "True cause among three"}),
        ({"delay": 16.0}, {"Median detection delay"}),
        ({"delay": 12.0, "firing": 50.0}, {"Median delay by that of the firing alert"}),
        ({"rank": 2}, {"True cause first"}),
        ({"incidents": 2}, {"Incidents beyond one per fault"}),
        ({"incidents": 2, "wrong": ("it",)}, {"Wrong incidents"}),
    ],
)  # fmt: skip
def test_each_goal_is_missed_by_what_it_is_about(given, missed):
    assert {name for name, is_met in met(**given).items() if is_met is False} == missed


def test_what_was_not_measured_is_neither_met_nor_missed():
    found = met(firing=None)

    assert found["Median delay by that of the firing alert"] is None
    assert found["False incidents in a normal run"] is None


def test_a_false_incident_of_a_normal_run_is_a_missed_goal():
    normal = Normal(minutes=60, days=6, requests=9, incidents=("it",), alerts=())

    assert status(Report(results=[make_result()], normal=normal)) == 1


def test_nothing_measured_is_no_success():
    assert status(Report()) == 1
    assert status(Report(results=[make_result()])) == 0

"""The scenarios themselves: whole, and about things that there are."""

import pytest

from catalog.services import SHOP_ROLES
from tools.scenarios.cases.order import BY_NAME, SCENARIOS
from tools.scenarios.options import parse

ROLES = {service.name for service in SHOP_ROLES}


def test_every_scenario_has_its_turn():
    assert {scenario.name for scenario in SCENARIOS} == set(BY_NAME)
    assert len(SCENARIOS) == len(BY_NAME) >= 15


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.name)
def test_truth_and_plan_are_about_the_shop_and_in_time(scenario):
    assert all(set(cause.services) <= ROLES for cause in scenario.truth)
    assert all(cause.kinds for cause in scenario.truth)
    assert max(moment.at_s for moment in scenario.plan) < scenario.lasts_s
    starts = {moment.at_s for moment in scenario.plan}
    assert {cause.at_s for cause in scenario.truth} <= starts


def test_only_takes_names_and_says_which_there_are(capsys):
    assert [each.name for each in parse(["--only", "killed"]).scenarios] == ["killed"]

    with pytest.raises(SystemExit):
        parse(["--only", "nothing", "--normal", "-1"])

    said = capsys.readouterr().err
    assert "no scenario 'nothing'; choose from" in said
    assert "--normal: -1 is not 0 to" in said

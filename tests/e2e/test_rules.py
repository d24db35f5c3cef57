"""The rules on the running stack: nothing missing, nothing too dear."""

import pytest

from infra.specs.postgres import fitting
from rules import absence
from rules.files import FILES
from tests.benchmarks.rules_cost import RECORDED, measure, section
from tests.e2e.prometheus import api, series, value
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.stack

# Five roles and their dozen operations make about 500; a label with many values would
# make thousands.
RECORDED_AT_MOST = 1500


@pytest.fixture
def prometheus(stack):
    return stack.url("prometheus")


def test_recorded_series_stay_within_their_budget(prometheus):
    def recorded():
        return value(prometheus, RECORDED)

    assert 0 < eventually(recorded, "recorded series") <= RECORDED_AT_MOST


def test_every_rule_group_is_evaluated_and_its_cost_known(stack, prometheus):
    def ran():
        groups = {group["name"] for group in api(prometheus, "rules")["groups"]}
        costs = measure(prometheus, "5m")
        assert groups == {cost.group for cost in costs}
        return costs

    costs = eventually(ran, "a duration of each group", within_s=90)

    assert len(costs) == sum(len(g) for g in fitting(stack.settings, FILES).values())
    assert "Of a core" in section(costs, 1, 2, "--over 5m", "")


@pytest.mark.parametrize(
    "rule", absence.GROUP.rules, ids=lambda rule: rule.labels.get("metric", rule.owner)
)
def test_nothing_that_alerts_read_is_missing(prometheus, rule):
    def nothing():
        return series(prometheus, rule.expr) == []

    eventually(nothing, f"no series of {rule.expr}", within_s=60)


@pytest.mark.parametrize("page", ["index", "AppHigh5xxErrorRate"])
def test_prometheus_serves_runbooks(stack, page):
    html = stack.get("prometheus", f"/consoles/{page}.html")

    assert "<h1>" in html
    assert 'href="../alerts"' in html

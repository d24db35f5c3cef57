"""
The seventeen rules of Grafana's dashboard-linter, in its order, as tests of ours.

Its four rules on templates and matchers for ``job`` and ``instance`` are meant for
series as they are scraped. Ours are recorded, and recording sums instances up, so
that there is nothing to match: what can be chosen instead is the environment and the
service. Three tests hold the linter's intention up: no panel mixes environments.
"""

import re

import pytest
import yaml
from grafana_foundation_sdk.models import units

from catalog.metrics import SHOP_METRICS, MetricKind
from catalog.records import RECORDS
from tests.unit.dashboards.boards import (
    DASHBOARDS,
    FOLDER,
    PANELS,
    filled,
    of_every_panel,
)
from tests.unit.dashboards.names import METRICS

VARIABLE = {"uid": "${datasource}", "type": "prometheus"}
PLACEHOLDER = re.compile(r"\$(\w+)")
GIVEN_BY_GRAFANA = {"__rate_interval", "__range"}
RATE = re.compile(r"\b(?:rate|irate|increase)\(([\w:]+)\{[^{}]*\}\[([^\]]+)\]\)")
ENVIRONMENT = re.compile(r'\benvironment=("\$environment"|~"\$environment\|")')
# A series that is new tells the events since it came: see dashboards.queries.events.
NEWBORN = re.compile(r"\(([\w:]+\{[^{}]*\}) unless \1 offset \$\w+\) or ")
EXCLUDED = {
    "template-job-rule",
    "template-instance-rule",
    "target-job-rule",
    "target-instance-rule",
}


@pytest.fixture(params=DASHBOARDS)
def dashboard(request):
    return DASHBOARDS[request.param]


def variables(dashboard):
    return {each["name"]: each for each in dashboard["templating"]["list"]}


def exprs(dashboard):
    return [e for p in PANELS if p.dashboard is dashboard for e in p.exprs]


def test_1_template_datasource_there_is_one_and_it_is_called_so(dashboard):
    found = [v for v in variables(dashboard).values() if v["type"] == "datasource"]

    [only] = found
    assert (only["name"], only["label"]) == ("datasource", "Data source")
    assert only["query"] == "prometheus"


def test_2_template_job_is_replaced_by_the_environment(dashboard):
    assert variables(dashboard)["environment"]["datasource"] == VARIABLE


def test_3_template_instance_is_replaced_by_the_service(dashboard):
    service = variables(dashboard).get("service")

    if any("$service" in expr for expr in exprs(dashboard)):
        assert (service["multi"], service["includeAll"]) == (True, True)
        assert service["allValue"] == ".+"
    else:
        assert service is None


def test_4_template_label_promql_asks_for_the_values_of_a_label(dashboard):
    for variable in variables(dashboard).values():
        if variable["type"] == "query":
            asked = variable["query"]["query"]
            assert re.fullmatch(r'label_values\([\w:]+(\{\w+="\$\w+"\})?, \w+\)', asked)


def test_5_template_on_time_change_reload(dashboard):
    for variable in variables(dashboard).values():
        if variable["type"] == "query":
            assert variable["refresh"] == 2


@of_every_panel
def test_6_panel_datasource_is_the_chosen_one(panel):
    asked = [panel.json, *panel.json["targets"]]

    assert [each["datasource"] for each in asked] == [VARIABLE] * len(asked)


@of_every_panel
def test_7_panel_title_description(panel):
    assert panel.title
    assert panel.json["description"]


@of_every_panel
def test_8_panel_units_are_known_to_grafana(panel):
    known = {text for name, text in vars(units).items() if isinstance(text, str)}

    assert panel.unit in known - {units.__name__, units.__file__}


@of_every_panel
def test_9_panel_no_targets(panel):
    assert panel.json["targets"]


@of_every_panel
def test_10_and_11_target_logql_there_is_none(panel):
    for target in panel.json["targets"]:
        assert target["datasource"]["type"] == "prometheus"


@of_every_panel
def test_12_target_promql_every_variable_is_declared(panel):
    """The rest of this rule is promtool's, in test_promql.py."""
    used = {name for expr in panel.exprs for name in PLACEHOLDER.findall(expr)}

    assert used <= GIVEN_BY_GRAFANA | variables(panel.dashboard).keys()
    assert "$" not in "".join(filled(expr) for expr in panel.exprs)


def test_every_variable_is_used(dashboard):
    asked = "".join(exprs(dashboard))

    assert {
        name
        for name in variables(dashboard).keys() - {"datasource"}
        if f"${name}" not in asked
    } == set()


@of_every_panel
def test_13_target_rate_interval(panel):
    """A rate is drawn as often as is scraped; a count may be of the shown time."""
    for expr in panel.exprs:
        for call in re.findall(r"\b(i?rate|increase)\([^\[]*\[([^\]]+)\]", expr):
            function, window = call
            allowed = {"$__rate_interval"}
            allowed |= {"$__range"} if function == "increase" else set()
            assert window in allowed


@pytest.mark.parametrize("rule", ["14 target-job", "15 target-instance"])
def test_recorded_series_have_no_label_of_the_rule(rule):
    label = rule.rpartition("-")[2]

    assert [record.name for record in RECORDS if label in record.labels] == []


@of_every_panel
def test_every_selector_names_the_environment(panel):
    for expr in panel.exprs:
        for matchers in re.findall(r"\{([^{}]*)\}", expr):
            assert ENVIRONMENT.search(matchers)


@of_every_panel
def test_16_target_counter_agg_counters_are_rated_and_nothing_else_is(panel):
    for expr in panel.exprs:
        expr = NEWBORN.sub("", expr)
        rated = {name for name, _ in RATE.findall(expr)}
        for name in re.findall(r"([\w:]+)\{", expr):
            metric = METRICS.get(name)
            if metric is None:
                assert name not in rated, f"{name} is recorded as a rate already"
            elif metric.kind is MetricKind.GAUGE:
                assert name not in rated
            else:
                assert name in rated


def test_17_uneditable_dashboard(dashboard):
    assert dashboard["editable"] is False


def test_the_linter_is_told_of_the_same_exceptions():
    told = yaml.safe_load((FOLDER.parent / "lint.yaml").read_text())

    assert told["exclusions"].keys() == EXCLUDED
    assert all(each["reason"] for each in told["exclusions"].values())


def test_metrics_of_the_shop_are_among_the_known_names():
    assert {metric.name for metric in SHOP_METRICS} & METRICS.keys()

import pytest

from dashboards.files import generated
from previews.errors import DashboardError, SettingsError
from previews.folder import of_texts
from previews.model import durations, parse
from previews.model.fields import look
from previews.model.variables import ALL, filled

from .factories import a_dashboard, a_panel, a_panel_json


def at(panel):
    return panel.place.y


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "no list of panels"),
        ('{"panels": [], "uid": "a/b"}', "uid is 'a/b'"),
        ('{"panels": [{"gridPos": 3}], "uid": "a"}', "not as Grafana writes it"),
    ],
)
def test_what_is_no_dashboard_is_refused_with_the_reason(text, problem):
    with pytest.raises(DashboardError, match=problem):
        parse.dashboard(text, "x.json")


def test_every_generated_dashboard_is_read_with_its_queries():
    found = of_texts(generated())

    assert found.wrong == {}
    assert len(found.by_uid) >= 7
    for dashboard in found.by_uid.values():
        shown = [panel for panel in dashboard.panels if panel.kind != "row"]
        assert shown
        assert all(panel.targets for panel in shown)


def test_a_hidden_query_is_not_asked():
    panel = a_panel_json(targets=[{"expr": "a", "hide": True}, {"expr": "b"}])

    [shown] = a_dashboard(panel).panels
    assert [target.expr for target in shown.targets] == ["b"]


def test_a_folded_row_is_unfolded_and_what_follows_moves_down():
    inner = a_panel_json(title="inner", gridPos={"x": 0, "y": 1, "w": 24, "h": 8})
    row = {
        "type": "row",
        "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1},
        "panels": [inner],
    }
    after = a_panel_json(title="after", gridPos={"x": 0, "y": 1, "w": 24, "h": 4})

    assert [at(panel) for panel in a_dashboard(row, after).panels] == [0, 1, 9]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a{b="$env"}', 'a{b="dev"}'),
        ('a{b="${env}"}', 'a{b="dev"}'),
        ('a{b="[[env]]"}', 'a{b="dev"}'),
        ('a{b=~"$role"}', 'a{b=~"(a\\\\.b|c)"}'),
        ('a{b=~"${role:pipe}"}', 'a{b=~"a.b|c"}'),
        ("${role:csv}", "a.b,c"),
        ('a{b=~"$all"}', 'a{b=~".*"}'),
        ('a{b=~"${all:regex}"}', 'a{b=~".*"}'),
        ('a{b="$quote"}', 'a{b="x\\"} or up{a=\\""}'),
        ("$unknown", "$unknown"),
        ("$environment", "$environment"),
    ],
)
def test_variables_are_filled_in_as_grafana_does(text, expected):
    values = {
        "env": ["dev"],
        "role": ["a.b", "c"],
        "all": [ALL],
        "quote": ['x"} or up{a="'],
    }

    assert filled(text, values) == expected


@pytest.mark.parametrize(
    ("text", "seconds"), [("15s", 15), ("1h30m", 5400), ("500ms", 0.5), ("2d", 172800)]
)
def test_durations_are_read(text, seconds):
    assert durations.seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "h", "1x", "1h ", "0s", "-5m"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(SettingsError, match="give one such as"):
        durations.seconds(text)


def test_a_duration_is_written_in_the_largest_unit_that_fits():
    texts = [durations.text(s) for s in (3600, 5400, 90, 0.5, 86400)]

    assert texts == ["1h", "90m", "90s", "500ms", "1d"]


def test_the_step_is_never_finer_than_the_scrapes():
    assert durations.step_s(3600, 10_000, 15) == 15
    assert durations.step_s(7 * 86400, 300, 15) == 3600


def test_the_rate_window_holds_four_scrapes_or_a_step_and_a_scrape():
    assert durations.rate_window_s(15, 15) == 60
    assert durations.rate_window_s(300, 15) == 315


def test_an_override_changes_the_field_that_it_names():
    panel = a_panel(
        defaults={"unit": "s", "custom": {"fillOpacity": 8}},
        overrides=[
            {
                "matcher": {"id": "byName", "options": "limit"},
                "properties": [
                    {"id": "unit", "value": "bytes"},
                    {"id": "custom.fillOpacity", "value": 0},
                ],
            }
        ],
    )

    assert (look(panel, "other").unit, look(panel, "limit").unit) == ("s", "bytes")
    assert look(panel, "limit").custom["fillOpacity"] == 0


def test_an_override_may_name_a_pattern_or_a_query():
    def override(kind, word):
        properties = [{"id": "unit", "value": "bytes"}]
        return {"matcher": {"id": kind, "options": word}, "properties": properties}

    panel = a_panel(
        overrides=[override("byRegexp", "/^p9/"), override("byFrameRefID", "B")]
    )

    assert look(panel, "p95").unit == "bytes"
    assert look(panel, "x", "B").unit == "bytes"
    assert look(panel, "x", "A").unit == "short"


def test_a_variable_s_query_is_read_from_a_text_or_an_object():
    def query_of(given):
        entry = {"name": "x", "type": "query", "query": given}
        dashboard = a_dashboard(templating={"list": [entry]})
        return dashboard.variables[0].query

    assert query_of("label_values(up, x)") == "label_values(up, x)"
    assert query_of({"query": "label_values(up, x)"}) == "label_values(up, x)"


def test_the_range_is_the_dashboard_s_own_or_an_hour():
    assert a_dashboard(time={"from": "now-6h", "to": "now"}).range == "6h"
    assert a_dashboard(time={"from": "2024-01-01"}).range == "1h"
    assert a_dashboard().range == "1h"

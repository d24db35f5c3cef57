import json
import re

import pytest

from catalog.dashboards import Dashboard
from dashboards.units import Unit
from tests.unit.dashboards.boards import DASHBOARDS, PANELS, of_every_panel

TYPES = {"timeseries", "stat", "gauge", "table", "bargauge", "heatmap"}
# What the documents that the project comes from promise, word for word.
PROMISED = {
    "overview.json": {
        "User Request Rate",
        "User 5xx Error Rate",
        "p95 Latency",
        "Top Endpoints",
        "Internal Exceptions Rate",
        "API Response Times",
        "HTTP Request Rate",
        "HTTP Status Codes",
    },
    "business.json": {"Product Stock Levels", "Business Metrics"},
    "resources.json": {"Container Resources"},
}
# What the dashboards of the engine are promised for, and where it is shown.
PROMISED_OF_THE_ENGINE = {
    "AIOps Overview": {"Open Incidents", "Health Score per Service"},
    "Incident Timeline": {"Open Incidents by Severity", "Time to Detect"},
    "RCA Analysis": {"Dependencies", "Probable Causes", "Failing Requests by Cause"},
}


@pytest.fixture(params=DASHBOARDS)
def dashboard(request):
    return DASHBOARDS[request.param]


@pytest.mark.parametrize("name", PROMISED)
def test_panels_that_were_promised_are_there(name):
    titles = {panel.title for panel in PANELS if panel.file == name}

    assert titles >= PROMISED[name]


@pytest.mark.parametrize("title", PROMISED_OF_THE_ENGINE)
def test_dashboard_of_the_engine_shows_what_was_promised(title):
    titles = {p.title for p in PANELS if p.dashboard["title"] == title}

    assert titles >= PROMISED_OF_THE_ENGINE[title]


def test_every_dashboard_of_the_catalog_is_there_once():
    uids = [dashboard["uid"] for dashboard in DASHBOARDS.values()]

    assert sorted(uids) == sorted(Dashboard)


@of_every_panel
def test_panel_is_of_a_kind_that_previews_draw(panel):
    assert panel.json["type"] in TYPES


def test_every_kind_of_panel_is_in_use():
    assert {panel.json["type"] for panel in PANELS} == TYPES


@of_every_panel
def test_panel_says_what_it_shows(panel):
    description = panel.json["description"]

    assert len(description) >= 30
    assert description.endswith(".")


@of_every_panel
def test_panel_has_a_unit_of_ours(panel):
    assert panel.unit in set(Unit)


@of_every_panel
def test_panel_has_a_word_for_no_data(panel):
    assert panel.json["fieldConfig"]["defaults"]["noValue"]


@of_every_panel
def test_thresholds_start_without_a_value_and_rise(panel):
    steps = panel.json["fieldConfig"]["defaults"]["thresholds"]["steps"]
    values = [step["value"] for step in steps]

    assert values[0] is None
    assert values[1:] == sorted(values[1:])


def test_panels_lie_in_the_grid_without_overlapping(dashboard):
    taken = set()
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells


def test_rows_fill_the_width(dashboard):
    widths = {}
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        widths[place["y"]] = widths.get(place["y"], 0) + place["w"]

    assert set(widths.values()) == {24}


def test_panel_ids_are_unique(dashboard):
    ids = [panel["id"] for panel in dashboard["panels"]]

    assert len(set(ids)) == len(ids)


def test_panel_titles_are_unique(dashboard):
    titles = [panel["title"] for panel in dashboard["panels"]]

    assert len(set(titles)) == len(titles)


def test_dashboard_is_read_anew_every_30_seconds(dashboard):
    assert dashboard["refresh"] == "30s"


def test_dashboard_leads_to_its_neighbours_and_keeps_time_and_choice(dashboard):
    [link, _] = dashboard["links"]

    assert set(link["tags"]) <= set(dashboard["tags"])
    assert (link["type"], link["asDropdown"]) == ("dashboards", True)
    assert link["keepTime"]
    assert link["includeVars"]


def test_dashboard_leads_to_the_incidents_in_the_console(dashboard):
    [_, link] = dashboard["links"]

    assert (link["type"], link["url"]) == ("link", "${console}/incidents")
    assert link["targetBlank"]


def test_a_probable_cause_leads_to_its_service_in_the_console():
    [panel] = [each for each in PANELS if each.title == "Probable Causes"]
    links = {
        override["matcher"]["options"]: override["properties"][0]["value"][0]["url"]
        for override in panel.json["fieldConfig"]["overrides"]
        if override["properties"][0]["id"] == "links"
    }

    assert links == {"Service": "${console}/services/${__value.raw}"}


def test_what_a_stack_fills_in_is_known():
    text = json.dumps(list(DASHBOARDS.values()))
    marks = set(re.findall(r"\$\{(\w+)\}", text))

    assert marks == {"console", "datasource", "runbooks"}


def test_every_dashboard_marks_when_alerts_fired(dashboard):
    [annotation] = dashboard["annotations"]["list"]

    assert annotation["expr"].startswith("ALERTS{")
    assert annotation["enable"]


def test_exemplars_are_shown_where_traces_explain_latency():
    shown = {
        panel.title
        for panel in PANELS
        for target in panel.json["targets"]
        if target["exemplar"]
    }

    assert shown == {"p99 Latency with Traces"}


def test_table_shows_the_labels_that_its_query_keeps():
    tables = [panel for panel in PANELS if panel.json["type"] == "table"]
    for panel in tables:
        [target] = panel.json["targets"]
        assert (target["format"], target["instant"]) == ("table", True)
        first, second = panel.json["transformations"]
        names = first["options"]["include"]["names"]
        places = second["options"]["indexByName"]
        assert sorted(places, key=places.get) == names
        assert second["options"]["renameByName"].keys() == set(names)


def test_lines_of_severities_have_the_colours_that_severities_have_elsewhere():
    [panel] = [each for each in PANELS if each.title == "Firing Alerts by Severity"]

    colors = {
        override["matcher"]["options"]: override["properties"][0]["value"]["fixedColor"]
        for override in panel.json["fieldConfig"]["overrides"]
    }
    assert colors == {
        "critical": "red",
        "warning": "orange",
        "info": "blue",
        "none": "green",
    }

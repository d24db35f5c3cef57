import json
import re

import pytest

from catalog.containers import CONTAINER_METRICS
from catalog.metrics import SHOP_METRICS
from dashboards.__main__ import main
from dashboards.files import generated
from dashboards.panels import GRID_COLUMNS

DASHBOARDS = {name: json.loads(text) for name, text in generated().items()}
PANELS = [
    (name, panel)
    for name, dashboard in DASHBOARDS.items()
    for panel in dashboard["panels"]
    if panel["type"] != "row"
]
TITLES_OF_THE_SEEDS = {
    "Request rate",
    "Error rate",
    "API response time",
    "Status codes",
    "Top endpoints",
    "Stock level",
    "Low stock and restocks",
    "CPU",
    "Memory",
}


@pytest.fixture(params=PANELS, ids=lambda each: each[1]["title"])
def panel(request):
    return request.param[1]


def test_panels_that_were_promised_are_there():
    assert {panel["title"] for _, panel in PANELS} >= TITLES_OF_THE_SEEDS


def test_panel_says_what_it_shows(panel):
    assert panel["description"].endswith(".")


def test_panel_asks_the_provisioned_datasource(panel):
    for target in panel["targets"]:
        assert target["datasource"] == {"type": "prometheus", "uid": "prometheus"}


def test_query_reads_metrics_of_the_catalog_in_the_chosen_environment(panel):
    known = {metric.name for metric in (*SHOP_METRICS, *CONTAINER_METRICS)}

    for target in panel["targets"]:
        read = re.findall(r"([a-z_]+)\{([^}]*)\}", target["expr"])
        assert read
        for name, matchers in read:
            assert name.removesuffix("_bucket") in known
            assert 'environment="$environment"' in matchers


@pytest.mark.parametrize("name", DASHBOARDS)
def test_panels_fill_the_grid_without_overlapping(name):
    taken = set()
    for panel in DASHBOARDS[name]["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= GRID_COLUMNS
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells


@pytest.mark.parametrize("name", DASHBOARDS)
def test_panel_ids_are_unique(name):
    ids = [panel["id"] for panel in DASHBOARDS[name]["panels"]]

    assert len(set(ids)) == len(ids)


def test_generator_removes_what_it_no_longer_makes(tmp_path):
    (tmp_path / "old.json").write_text("{}")

    main(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == generated().keys()

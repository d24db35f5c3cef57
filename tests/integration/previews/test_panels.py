"""Every panel type, drawn from a real Prometheus."""

import json
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from previews.__main__ import main
from previews.data.prometheus import Prometheus
from previews.data.window import Window
from previews.draw import drawing_of
from previews.drawing.page import picture
from previews.drawing.panel import KINDS
from previews.errors import QueryError
from previews.model import parse
from previews.png import png

pytestmark = pytest.mark.docker

ENVIRONMENT = {
    "name": "environment",
    "type": "query",
    "query": {"query": "label_values(up, environment)", "refId": "x"},
}
LATENCY = {
    "expr": 'sum by (le) (shop_latency_bucket{environment="$environment"})',
    "format": "heatmap",
    "legendFormat": "{{le}}",
}


def requests(**changes):
    expr = 'avg_over_time(shop_requests{environment="$environment"}[$__rate_interval])'
    return {"expr": expr, "legendFormat": "{{service}}"} | changes


TARGETS = {
    "timeseries": requests(),
    "stat": requests(instant=True),
    "gauge": requests(instant=True),
    "bargauge": requests(instant=True),
    "table": requests(instant=True, format="table"),
    "heatmap": LATENCY,
}
# Words that are in the picture only if the data is.
SHOWN = {kind: ["items", "payment"] for kind in KINDS} | {"heatmap": ["0.1", "+Inf"]}


def a_dashboard(kind, target):
    panel = {
        "type": kind,
        "title": "Panel",
        "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
        "targets": [target],
        "fieldConfig": {"defaults": {"unit": "none"}},
    }
    document = {"uid": "test", "panels": [panel], "templating": {"list": [ENVIRONMENT]}}
    return json.dumps(document)


def drawn(prometheus, kind, target):
    window = Window(end_s=time.time(), range_s=60.0, scrape_s=1.0)
    dashboard = parse.dashboard(a_dashboard(kind, target), "test.json")
    with ThreadPoolExecutor(2) as workers:
        return drawing_of(dashboard, prometheus, window, workers)


def pixels(picture):
    """Return the bytes of a PNG's lines, unpacked."""
    data, at = b"", 8
    while at < len(picture):
        length = int.from_bytes(picture[at : at + 4], "big")
        if picture[at + 4 : at + 8] == b"IDAT":
            data += picture[at + 8 : at + 8 + length]
        at += 12 + length
    return zlib.decompress(data)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_panel_shows_what_prometheus_has(prometheus, kind):
    drawing = drawn(prometheus, kind, TARGETS[kind])

    svg = picture(drawing)
    assert drawing.data[0].errors == ()
    assert [word for word in SHOWN[kind] if f">{word}<" not in svg] == []
    assert "environment: test" in svg


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_its_png_is_not_empty(prometheus, kind):
    full = pixels(png(picture(drawn(prometheus, kind, TARGETS[kind]))))
    empty = pixels(png(picture(drawn(prometheus, kind, {"expr": "nothing_at_all"}))))

    assert len(set(full)) > 20
    assert full != empty


def test_a_query_that_prometheus_refuses_says_why(prometheus):
    drawing = drawn(prometheus, "timeseries", {"expr": "sum(("})

    assert "parse error" in drawing.data[0].errors[0]
    assert "parse error" in picture(drawing)


def test_another_program_s_answer_is_no_data(prometheus):
    with pytest.raises(QueryError):
        Prometheus(f"{prometheus.url}/graph").query("up", time.time())


def test_what_was_recorded_from_it_draws_the_same_without_it(prometheus, tmp_path):
    (tmp_path / "test.json").write_text(
        a_dashboard("timeseries", TARGETS["timeseries"])
    )

    def draw(out, *words):
        folders = ["--dashboards", str(tmp_path), "--out", str(tmp_path / out)]
        return main(
            ["draw", *folders, "--scrape-interval", "1s", "--range", "1m", *words]
        )

    record = str(tmp_path / "answers")
    assert draw("live", "--prometheus", prometheus.url, "--record", record) == 0
    assert draw("again", "--from", record) == 0

    live, again = (
        (tmp_path / out / "test.svg").read_text() for out in ("live", "again")
    )
    assert again == live.replace(f"From: {prometheus.url}", "From: recording answers")


def test_an_environment_without_data_is_refused_with_those_that_have(
    prometheus, tmp_path, capsys
):
    (tmp_path / "test.json").write_text(a_dashboard("stat", TARGETS["stat"]))
    words = ["draw", "--dashboards", str(tmp_path), "--out", str(tmp_path / "out")]

    assert main([*words, "--prometheus", prometheus.url, "--environment", "prod"]) == 1
    assert "'prod' has no data; there is test" in capsys.readouterr().err

import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from catalog.services import PREVIEWS
from previews.errors import SettingsError
from previews.settings import Settings, from_environment
from previews.web.server import Server

from .factories import a_dashboard_json, a_panel_json

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "shop.json").write_text(a_dashboard_json(a_panel_json()))
    return tmp_path


@contextmanager
def served(folder, **changes):
    # Nothing listens on port 1: every panel says so, and pages are whole.
    given = {"prometheus_url": "http://127.0.0.1:1", "port": 0, "dashboards": folder}
    with Server(Settings(**(given | changes))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join(30)


def get(url, **options):
    request = urllib.request.Request(url, **options)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers


def test_the_index_leads_to_every_dashboard(folder):
    with served(folder) as url:
        status, page, headers = get(f"{url}/")

    assert status == 200
    assert 'href="/d/shop"' in page
    assert 'src="/thumbnails/shop.svg"' in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/d/shop", "/d/shop/any-name", "/d/shop?from=now-6h"])
def test_a_dashboard_answers_under_grafana_s_paths(folder, path):
    with served(folder) as url:
        status, page, _ = get(url + path)

    assert status == 200
    assert "Shop (preview)" in page
    assert 'http-equiv="refresh" content="30"' in page


def test_a_prometheus_that_is_away_is_told_in_the_panel(folder):
    with served(folder) as url:
        _, page, _ = get(f"{url}/d/shop")
        _, metrics, _ = get(f"{url}/metrics")

    assert "is Prometheus running" in page
    assert 'previews_failed_panels_total{dashboard="shop"} 1.0' in metrics


def test_a_thumbnail_is_a_picture(folder):
    with served(folder) as url:
        status, picture, headers = get(f"{url}/thumbnails/shop.svg")

    assert (status, headers["Content-Type"]) == (200, "image/svg+xml")
    assert picture.startswith("<svg")


def test_many_requests_draw_once(folder):
    with served(folder) as url:
        for path in ("/d/shop", "/d/shop", "/thumbnails/shop.svg"):
            get(url + path)
        _, metrics, _ = get(f"{url}/metrics")

    assert 'previews_draw_duration_seconds_count{dashboard="shop"} 1.0' in metrics
    assert 'previews_requests_total{http_status="200",page="dashboard"} 2.0' in metrics


def test_a_changed_file_is_drawn_at_once(folder):
    with served(folder) as url:
        get(f"{url}/d/shop")
        text = a_dashboard_json(a_panel_json(), title="Another")
        (folder / "shop.json").write_text(text)
        _, page, _ = get(f"{url}/d/shop")

    assert "Another (preview)" in page


def test_a_broken_file_spoils_no_other(folder):
    (folder / "broken.json").write_text("{")

    with served(folder) as url:
        _, index, _ = get(f"{url}/")
        status, _, _ = get(f"{url}/d/shop")

    assert "broken.json: not JSON" in index
    assert status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/health", 200),
        ("/health/live", 200),
        ("/health/ready", 200),
        ("/metrics", 200),
        ("/d/unknown", 404),
        ("/d/../../etc/passwd", 404),
        ("/thumbnails/unknown.svg", 404),
        ("/api/dashboards", 404),
        (f"/{EVIL.replace(' ', '')}", 404),
    ],
)
def test_a_path_answers_with_its_status(folder, path, status):
    with served(folder) as url:
        found, body, _ = get(url + path)

    assert found == status
    assert EVIL not in body


def test_without_a_dashboard_it_is_alive_but_not_ready(tmp_path):
    with served(tmp_path) as url:
        assert get(f"{url}/health/live")[0] == 200
        status, body, _ = get(f"{url}/health/ready")

    assert status == 503
    assert "holds no dashboards" in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_takes_nothing(folder, method):
    with served(folder) as url:
        status, _, _ = get(f"{url}/d/shop", method=method, data=b"x")

    assert status == 501


def test_text_of_an_address_cannot_leave_its_place(folder):
    variables = {"list": [{"name": "a", "type": "custom", "query": f"{EVIL},b"}]}
    text = a_dashboard_json(a_panel_json(title="of $a"), templating=variables)
    (folder / "shop.json").write_text(text)

    with served(folder) as url:
        _, page, _ = get(
            f"{url}/d/shop?var-a=%3Cscript%3Ealert(1)%3C/script%3E&var-x=1"
        )

    assert EVIL not in page
    assert "&lt;script&gt;" in page


def test_settings_come_from_the_environment(tmp_path):
    found = from_environment(
        {
            "PREVIEWS_DASHBOARDS": str(tmp_path),
            "PREVIEWS_PORT": "3999",
            "PREVIEWS_SCRAPE_INTERVAL": "2s",
        }
    )

    assert (found.port, found.scrape_s, found.refresh_s) == (3999, 2.0, 30)
    assert from_environment({"PREVIEWS_DASHBOARDS": str(tmp_path)}).port == (
        PREVIEWS.port
    )


def test_all_mistakes_are_told_together(tmp_path):
    with pytest.raises(SettingsError) as caught:
        from_environment(
            {
                "PREVIEWS_DASHBOARDS": str(tmp_path / "none"),
                "PREVIEWS_PORT": "0",
                "PREVIEWS_REFRESH_S": "soon",
                "PREVIEWS_SCRAPE_INTERVAL": "often",
            }
        )

    for word in ("DASHBOARDS", "PORT", "REFRESH_S", "SCRAPE_INTERVAL"):
        assert f"PREVIEWS_{word}" in str(caught.value)

"""Dashboards to look at from the first start on, with or without a Grafana."""

import json
import re
import socket
import urllib.request

import pytest

from dashboards.files import generated
from infra.specs.postgres import fitting
from infra.specs.settings import DEV_STACK, parse
from tests.e2e.previews import previews_of
from tests.e2e.prometheus import series
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.stack

FITTING = fitting(parse(DEV_STACK, {}), generated())
UIDS = [json.loads(text)["uid"] for text in FITTING.values()]


@pytest.fixture(scope="module")
def port():
    """A port of the machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def url(stack, port):
    with previews_of(stack, port) as address:
        eventually(lambda: get(f"{address}/health/ready"), "previews", within_s=60)
        yield address


def get(address):
    with urllib.request.urlopen(address, timeout=120) as answer:
        return answer.read().decode()


def test_dashboards_are_where_grafana_would_be(stack):
    assert stack.get("grafana", "/")


def test_the_index_leads_to_every_dashboard(url):
    page = get(f"{url}/")

    assert [uid for uid in UIDS if f'href="/d/{uid}"' not in page] == []


@pytest.mark.parametrize("uid", UIDS)
def test_every_dashboard_is_drawn_from_the_stack_s_data(stack, url, uid):
    page = get(f"{url}/d/{uid}")

    # A machine with much to do may let a query time out: then the panel says so.
    assert "Preview" in page
    assert "parse error" not in page
    assert f"Environment: {stack.name}" in page


def test_a_panel_shows_the_services_of_the_stack(url):
    def shown():
        # Each range is a picture of its own, so that none is an old one.
        page = get(f"{url}/d/pharos-health?from=now-30m")
        assert re.search(r">\s*items\s*<", page), page[-2000:]
        return True

    eventually(shown, "items on the health dashboard", within_s=120)


def test_prometheus_scrapes_whatever_shows_the_dashboards(stack):
    own = "previews_requests_total", "previews_draw_duration_seconds_count"
    names = own if "previews" in stack.services() else ("grafana_build_info",)
    for name in names:
        eventually(
            lambda name=name: series(stack.url("prometheus"), name), name, within_s=60
        )

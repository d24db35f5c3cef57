"""Prometheus's and Alertmanager's pages, as a person sees them."""

import struct
from pathlib import Path

import pytest

from catalog.services import SHOP_ROLES
from tests.e2e.waiting import eventually
from tools.browser.chromium import rendered_text, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.stack]

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"

# Page, and texts that only its rendered content has.
PAGES = {
    "targets": (
        "prometheus",
        "/targets",
        [f"http://{r.name}:{r.port}/metrics" for r in SHOP_ROLES],
    ),
    # Their first page: groups by the name of their file.
    "alerts": ("prometheus", "/alerts", ["TargetMissing", "AppHigh5xxErrorRate"]),
    "rules": ("prometheus", "/rules", ["absence", "TargetMissing"]),
    "alertmanager": ("alertmanager", "/#/alerts", ["Watchdog"]),
    "status": ("alertmanager", "/#/status", ["Uptime"]),
    "notifications": ("notifications", "/", ["What Alertmanager delivered"]),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_it_is_for(stack, name):
    service, path, expected = PAGES[name]

    def shown():
        text = rendered_text(stack.url(service) + path)
        missing = [word for word in expected if word not in text]
        assert not missing, f"{missing} not in {text[:1500]!r}"
        return True

    # Prometheus takes a moment to hand its first alert on.
    eventually(shown, f"{path} of {service}", within_s=60)


@pytest.mark.parametrize("name", PAGES)
def test_a_picture_of_the_page_is_kept(stack, name):
    service, path, _ = PAGES[name]

    picture = screenshot(stack.url(service) + path, ARTIFACTS / f"{name}.png")

    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1400, 1000)
    # An empty page of this size compresses to about 6 kB.
    assert len(content) > 12_000


def test_no_target_is_shown_as_down(stack):
    def all_up():
        text = rendered_text(stack.url("prometheus") + "/targets")
        assert "1 / 1 up" in text
        assert "0 / 1 up" not in text
        assert "Error scraping target" not in text
        return True

    eventually(all_up, "a page of targets that are up", within_s=60)

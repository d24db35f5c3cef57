"""The previews of the dashboards, as a person sees them."""

import struct
from pathlib import Path

import pytest

from tests.e2e.previews import previews_of
from tests.e2e.waiting import eventually
from tools.browser.chromium import rendered_text, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.stack]

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"


@pytest.fixture
def url(stack, free_port):
    with previews_of(stack, free_port) as address:
        yield address


def test_a_preview_says_that_it_is_one_and_shows_its_panels(stack, url):
    def shown():
        text = rendered_text(f"{url}/d/pharos-overview")
        expected = ["Preview", "User Request Rate", "Top Endpoints", stack.name]
        missing = [word for word in expected if word not in text]
        assert not missing, f"{missing} not in {text[:1500]!r}"
        return True

    eventually(shown, "the overview", within_s=60)


@pytest.mark.parametrize(
    ("name", "path"),
    [("previews", "/"), ("preview-of-the-overview", "/d/pharos-overview")],
)
def test_a_picture_of_the_previews_is_kept(url, name, path):
    picture = screenshot(url + path, ARTIFACTS / f"{name}.png", budget_ms=15000)

    content = picture.read_bytes()
    assert struct.unpack(">II", content[16:24]) == (1400, 1000)
    # An empty page of this size compresses to about 6 kB.
    assert len(content) > 12_000

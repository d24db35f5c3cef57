"""Every page of the console by the rules of WCAG 2.2 AA, and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.console.conftest import DESKTOP, PHONE
from tools.bootstrap.places import places
from tools.images.console import ensure_packages

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Both widths and both colour schemes; layout and colours do not depend on one another.
FORMS = {
    "desktop, light": {"size": DESKTOP, "scheme": "light"},
    "phone, dark": {"size": PHONE, "scheme": "dark"},
}
# What is there when a page is.
PAGES = {
    "/": ".map svg .box",
    "/incidents?status=all": ".incident",
    "/services/payment": ".chart canvas",
    "/traces": "tbody tr",
    "/about": ".new-key",
    "/changes": ".releases li",
    "/patterns": ".pattern",
    "/audit": "tbody tr",
    "/nowhere": ".empty",
}


@pytest.fixture(scope="module")
def axe():
    folder = ensure_packages(cache=places().cache, on_line=print, checks=True)
    return (folder / "node_modules/axe-core/axe.min.js").read_text()


def problems(page, axe):
    """Return what axe-core finds, in words."""
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert len(found["passes"]) > 10, "axe has looked at the page"
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def width(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("form", FORMS)
def test_every_page_is_accessible_and_fits_the_screen(visit, axe, form):
    page = visit("/", key=None, **FORMS[form])
    expect(page.get_by_label("API key")).to_be_visible()
    found = {"login": problems(page, axe)}

    page = visit("/", **FORMS[form])
    links = [*PAGES, *links_from(page)]
    for path in links:
        page.goto(f"/console{path}")
        expect(page.locator(PAGES.get(path, "main .panel")).first).to_be_visible()
        found[path] = problems(page, axe)
        assert width(page) <= FORMS[form]["size"]["width"], path

    assert {path: each for path, each in found.items() if each} == {}


def links_from(page):
    """Return the paths of one incident and one trace."""
    incident = page.locator(".incident-title a").first.get_attribute("href")
    found = page.request.get("/aiops/traces?errors=1&limit=1").json()["traces"]
    return [incident.removeprefix("/console"), f"/traces/{found[0]['trace']}"]

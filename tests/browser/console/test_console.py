"""What a person on call does with the console."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.console.conftest import DESKTOP, PHONE
from tests.unit.aiops.engines import KEYS

pytestmark = pytest.mark.browser


def heading(page):
    return page.get_by_role("heading", level=1)


def first_incident(page):
    return page.get_by_role("list", name="Active incidents").get_by_role("link").first


@pytest.fixture
def incident(visit):
    page = visit("/")
    first_incident(page).click()
    expect(page).to_have_url(re.compile("/console/incidents/INC-"))
    return page


def test_a_wrong_key_is_refused_in_words(visit):
    page = visit("/", key=None)
    page.get_by_label("API key").fill("not-a-key-of-this-engine")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("does not know this key")
    expect(page.get_by_text("make secret NAME=engine-key-console")).to_be_visible()


def test_who_signs_in_sees_incidents_health_and_the_map(visit):
    page = visit("/", key=None)
    page.get_by_label("API key").fill(KEYS["console"])
    page.get_by_label("API key").press("Enter")

    expect(heading(page)).to_have_text("Overview")
    expect(first_incident(page)).to_be_visible()
    services = page.get_by_role("region", name="Services")
    expect(services.get_by_role("row", name="payment")).to_contain_text("Unhealthy")
    box = page.get_by_role("link", name=re.compile(r"^payment .*unhealthy"))
    expect(box).to_be_visible()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()


def test_the_key_is_nowhere_that_a_script_could_read(visit):
    page = visit("/")
    expect(heading(page)).to_have_text("Overview")

    assert page.evaluate("document.cookie") == ""
    for kept in ("localStorage", "sessionStorage"):
        assert KEYS["console"] not in page.evaluate(f"JSON.stringify({kept})")


def test_an_incident_shows_cause_chain_charts_and_a_trace(incident):
    causes = incident.get_by_role("region", name="Probable cause")
    expect(causes.get_by_role("listitem").first).to_contain_text("payment")
    expect(causes.get_by_role("listitem").first).to_contain_text("%")
    chain = incident.get_by_role("list", name="From the cause to the symptom")
    expect(chain.get_by_role("listitem").first).to_contain_text("payment")
    chart = incident.get_by_role("img", name=re.compile("^(Latency|Errors) of payment"))
    expect(chart.first).to_be_visible()
    expect(chart.first.locator("canvas")).to_be_visible()
    span = incident.get_by_role("list", name=re.compile("^Spans of trace"))
    expect(span.get_by_role("button").first).to_be_visible()


def test_what_somebody_else_says_appears_by_itself(incident, console):
    expect(incident.get_by_text("Live", exact=True)).to_be_visible()
    name = incident.url.rpartition("/")[2]

    answer = console.post(
        f"/aiops/incidents/{name}/comments",
        b'{"text": "It is the provider."}',
        key="console",
        Content_Type="application/json",
    )

    assert answer.status < 300, answer.data
    expect(incident.get_by_text("It is the provider.")).to_be_visible()


def test_an_incident_is_acknowledged_resolved_and_reopened(incident):
    timeline = incident.get_by_role("region", name="Timeline")
    incident.get_by_role("button", name="Acknowledge").click()
    expect(timeline).to_contain_text("Acknowledged")

    incident.get_by_role("button", name="Resolve…").click()
    dialog = incident.get_by_role("dialog", name="Resolve this incident?")
    dialog.get_by_label("What ended it").fill("A restart helped.")
    dialog.get_by_role("button", name="Resolve").click()
    expect(dialog).to_be_hidden()
    expect(timeline).to_contain_text("A restart helped.")

    incident.get_by_role("button", name="Reopen").click()
    expect(incident.get_by_role("button", name="Acknowledge")).to_be_visible()


def test_a_dialog_is_left_by_escape_and_gives_the_focus_back(incident):
    snooze = incident.get_by_role("button", name="Snooze…")
    snooze.focus()
    incident.keyboard.press("Enter")
    expect(incident.get_by_role("dialog")).to_be_visible()
    incident.keyboard.press("Escape")

    expect(incident.get_by_role("dialog")).to_be_hidden()
    expect(snooze).to_be_focused()


def test_a_key_that_may_only_read_is_offered_nothing_else(visit):
    page = visit("/", key="prometheus")
    first_incident(page).click()

    expect(page.get_by_text("This key may only read.")).to_be_visible()
    expect(page.get_by_role("button", name="Acknowledge")).to_have_count(0)
    expect(page.get_by_label("Comment")).to_have_count(0)


def test_the_list_is_filtered_by_what_is_typed(visit):
    page = visit("/incidents")
    expect(page.get_by_role("list", name="Incidents")).to_be_visible()

    page.get_by_label("Search").fill("nothing has this name")

    expect(page.get_by_text("No incident fits")).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=nothing"))
    page.get_by_label("Search").fill("")
    expect(page.get_by_role("list", name="Incidents")).to_be_visible()


def test_a_span_opens_and_tells_what_failed(visit):
    page = visit("/traces?errors=1")
    page.get_by_role("table").get_by_role("link").first.click()
    failed = page.get_by_role("list", name="Spans").get_by_role("button").last
    failed.click()

    expect(failed).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("HTTP status").first).to_be_visible()


def test_the_keyboard_goes_everywhere(visit):
    page = visit("/")
    expect(heading(page)).to_have_text("Overview")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()

    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(heading(page)).to_have_text("Incidents")
    # Who hears the page is told where they are.
    expect(heading(page)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()


def test_a_lost_engine_is_said_and_found_again(visit):
    page = visit("/")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("Disconnected")).to_be_visible()
    expect(page.get_by_text("No connection to the engine.")).to_be_visible()

    page.context.set_offline(False)

    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    expect(page.get_by_text("No connection to the engine.")).to_be_hidden()


def test_a_session_that_ended_asks_for_a_key_and_goes_on_there(visit):
    page = visit("/traces")
    # From then on it asks only when told to.
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    page.context.clear_cookies()
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("Your session has ended.")).to_be_visible()

    page.get_by_label("API key").fill(KEYS["console"])
    page.get_by_role("button", name="Sign in").click()

    expect(heading(page)).to_have_text("Traces")


def test_an_answer_that_is_lost_on_the_way_is_asked_for_again(visit):
    """As when the machine's networks change: Chromium then drops what is under way."""
    page = visit("/traces")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    page.context.clear_cookies()
    page.route("**/aiops/traces?*", lambda route: route.abort(), times=1)
    page.get_by_role("button", name="Refresh").click()

    expect(page.get_by_text("Your session has ended.")).to_be_visible(timeout=10_000)


def test_a_live_line_that_is_refused_tells_that_the_session_has_ended(visit):
    page = visit("/about", key="prometheus")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    page.context.clear_cookies()
    # Its line breaks and comes back, without a cookie; nothing else asks on this page.
    page.context.set_offline(True)
    page.context.set_offline(False)

    expect(page.get_by_text("Your session has ended.")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/nowhere", "/incidents/INC-0-0", f"/traces/{0:032x}"]
)
def test_an_address_of_nothing_says_so_and_leads_on(visit, path):
    page = visit(path)

    expect(page.get_by_text(re.compile("no page|no incident|not kept"))).to_be_visible()
    expect(page.locator("main").get_by_role("link").last).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_moves_while_a_page_is_loaded(visit, size):
    page = visit("/", size=size)
    expect(page.get_by_role("group", name="Service map")).to_be_visible()
    assert moved(page) < 0.05

    page.goto(first_incident(page).get_attribute("href"))
    expect(page.locator(".chart canvas").first).to_be_visible()
    assert moved(page) < 0.05


def moved(page):
    """Return the cumulative layout shift, of which 0.1 is still called good."""
    return page.evaluate(
        """new Promise(done => {
            let sum = 0
            new PerformanceObserver(list => list.getEntries().forEach(
                each => { sum += each.value }
            )).observe({type: 'layout-shift', buffered: true})
            setTimeout(() => done(sum), 500)
        })"""
    )

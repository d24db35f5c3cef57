"""Pages about what people did, what came back, and how to find a trace."""

import re
import time

import orjson
import pytest
from playwright.sync_api import expect

from catalog.dashboards import Dashboard
from tests.browser.console.conftest import GRAFANA

pytestmark = pytest.mark.browser


def test_what_came_out_together_is_one_deployment_with_who_made_it(visit):
    page = visit("/changes")
    made = page.get_by_role("list", name="Deployments").get_by_role("listitem")

    expect(made).to_have_count(2)
    expect(made.first).to_contain_text("checkout, gateway, inventory and 3 more")
    expect(made.first).to_contain_text("by octocat")
    made.first.get_by_text("6 services").click()
    made.first.get_by_role("link", name="payment").click()
    expect(page).to_have_url(re.compile("/console/services/payment$"))


def test_an_incident_leads_to_the_dashboards_at_its_time(visit):
    page = visit("/")
    page.get_by_role("list", name="Active incidents").get_by_role("link").first.click()
    link = page.get_by_role("region", name="Dashboards").get_by_role(
        "link", name="RCA Analysis"
    )

    expect(link).to_have_attribute(
        "href",
        re.compile(rf"^{GRAFANA}/d/{Dashboard.ROOT_CAUSE}\?from=\d{{13}}&to=now$"),
    )


def test_maintenance_is_planned_and_ended(visit):
    page = visit("/changes")
    page.get_by_role("button", name="Plan maintenance…").click()
    dialog = page.get_by_role("dialog", name="Plan maintenance")
    dialog.get_by_label("Service").select_option("payment")
    dialog.get_by_label("For", exact=True).select_option("2 hours")
    dialog.get_by_label("What for").fill("A new card network")
    dialog.get_by_role("button", name="Plan").click()
    expect(dialog).to_be_hidden()
    row = page.get_by_role("row", name=re.compile("A new card network"))
    expect(row).to_contain_text("now")

    row.get_by_role("button", name="End the maintenance of payment").click()
    page.get_by_role("button", name="End it now").click()

    expect(row).to_be_hidden()


def test_a_key_that_may_only_read_plans_nothing(visit):
    page = visit("/changes", key="prometheus")
    expect(page.get_by_role("list", name="Deployments")).to_be_visible()

    expect(page.get_by_role("button", name="Plan maintenance…")).to_have_count(0)


def test_a_failure_that_came_back_leads_to_its_incidents(visit):
    page = visit("/incidents")
    page.get_by_role("link", name="Recurring failures").click()
    pattern = page.get_by_role("list", name="Recurring failures")
    expect(pattern.get_by_role("listitem").first).to_contain_text("2 times")

    pattern.get_by_role("link", name=re.compile("^latest")).first.click()
    expect(page).to_have_url(re.compile("/console/incidents/INC-"))


def test_who_changed_what_is_listed_for_admins(visit, console):
    body = orjson.dumps({"service": "items", "time_s": time.time() - 40 * 86400})
    answer = console.post(
        "/aiops/deployments", body, key="console", Content_Type="application/json"
    )
    assert answer.status == 201
    page = visit("/about")
    page.get_by_role("link", name="the audit trail").click()

    row = page.get_by_role("row", name=re.compile("Told of a deployment")).first
    expect(row).to_contain_text("console")
    expect(row).to_contain_text("done")


def test_the_audit_trail_is_for_admins_alone(visit):
    page = visit("/audit", key="prometheus")

    expect(page.get_by_text("This is for admins")).to_be_visible()


def test_a_trace_is_found_by_the_id_in_what_is_pasted(visit):
    page = visit("/traces")
    found = page.request.get("/aiops/traces?limit=1").json()["traces"]
    trace = found[0]["trace"]
    field = page.get_by_label("Trace id")
    field.fill("no id at all")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("no 32 hexadecimal digits")

    field.fill(f"traceparent: 00-{trace.upper()}-00f067aa0ba902b7-01")
    field.press("Enter")

    expect(page).to_have_url(re.compile(f"/console/traces/{trace}$"))
    expect(page.get_by_role("list", name="Spans")).to_be_visible()


def test_the_keyboard_goes_to_the_new_pages_too(visit):
    page = visit("/")
    # From then on it listens to keys.
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    for keys, title in (("gc", "Changes"), ("gp", "Recurring failures")):
        for key in keys:
            page.keyboard.press(key)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)

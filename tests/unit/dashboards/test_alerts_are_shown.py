import pytest

import rules.files
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from rules.model import AlertingRule
from tests.unit.dashboards.boards import DASHBOARDS, PANELS

ALERTING = [
    rule
    for groups in rules.files.FILES.values()
    for group in groups
    for rule in group.rules
    if isinstance(rule, AlertingRule)
]


def uids_that_show(alert):
    return {p.dashboard["uid"] for p in PANELS if alert.value in p.runbooks}


@pytest.mark.parametrize("alert", list(Alert))
def test_every_alert_has_a_panel_that_leads_to_its_runbook(alert):
    assert uids_that_show(alert)


@pytest.mark.parametrize("rule", ALERTING, ids=lambda each: each.alert.value)
def test_alert_s_link_leads_to_a_dashboard_with_a_panel_about_it(rule):
    assert rule.dashboard in set(Dashboard)
    assert rule.dashboard in uids_that_show(rule.alert)


def test_no_panel_leads_to_an_alert_that_does_not_exist():
    linked = {name for panel in PANELS for name in panel.runbooks}

    assert linked <= {alert.value for alert in Alert}


def test_every_link_leads_to_a_page_that_is_generated(request):
    pages = request.config.rootpath / "rules" / "generated" / "consoles"
    linked = {name for panel in PANELS for name in panel.runbooks}

    assert {name for name in linked if not (pages / f"{name}.html").exists()} == set()


def test_links_are_filled_in_per_stack():
    urls = {
        link["url"]
        for dashboard in DASHBOARDS.values()
        for panel in dashboard["panels"]
        for link in panel.get("links", [])
    }

    assert {url.partition("/")[0] for url in urls} == {"${runbooks}"}

import re

import pytest

from notifications.page import page
from notifications.store import Notification
from tests.unit.notifications.factories import delivery

EVIL = "<script>alert('x')</script>\"'&"


def notification(*, number=1, received_at=0.0, **changes):
    return Notification(
        number=number, received_at=received_at, delivery=delivery(**changes)
    )


def test_row_shows_what_someone_on_call_asks_first():
    text = page(
        "dev",
        [
            notification(
                received_at=1769860800,
                labels={
                    "alertname": "TargetDown",
                    "severity": "critical",
                    "service": "items",
                    "owner": "shop",
                },
                annotations={
                    "summary": "items is down",
                    "description": "for a minute",
                    "runbook_url": "http://127.0.0.1:9090/consoles/TargetDown.html",
                    "dashboard_url": "http://127.0.0.1:3000/d/pharos-health",
                },
            )
        ],
    )

    assert "2026-01-31 12:00:00 UTC" in text
    for shown in ("firing", "critical", "TargetDown", "items is down", "for a minute"):
        assert shown in text
    assert "items<br>shop" in text
    assert 'href="http://127.0.0.1:9090/consoles/TargetDown.html"' in text
    assert 'href="http://127.0.0.1:3000/d/pharos-health"' in text


def test_title_counts_what_still_fires():
    newest_first = [
        notification(fingerprint="a", status="resolved"),
        notification(fingerprint="b"),
        notification(fingerprint="a"),
    ]

    assert "<title>(1) Notifications of dev</title>" in page("dev", newest_first)


def test_empty_page_says_so():
    assert "No alert has been delivered yet" in page("dev", [])


@pytest.mark.parametrize("where", ["labels", "annotations"])
def test_no_text_of_an_alert_becomes_markup(where):
    names = ("alertname", "severity", "service", "summary", "description", "owner")
    hostile = {where: dict.fromkeys(names, EVIL)}

    text = page(EVIL, [notification(**hostile)])

    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", ""])
def test_only_web_addresses_become_links(address):
    text = page("dev", [notification(annotations={"runbook_url": address})])

    assert "<a " not in text


def test_link_cannot_leave_its_attribute():
    address = "http://x/\"><script>alert('x')</script>"

    text = page("dev", [notification(annotations={"runbook_url": address})])

    assert "<script" not in text
    assert re.findall(r'href="([^"]*)" rel', text) == [
        "http://x/&quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"
    ]


def test_the_page_runs_no_script_and_refreshes_itself():
    text = page("dev", [])

    assert "<script" not in text
    assert '<meta http-equiv="refresh" content="10">' in text

"""An alert goes through the deployed Alertmanager to the page of notifications."""

import json
import secrets
import urllib.request

import pytest

from tests.e2e.waiting import eventually

pytestmark = pytest.mark.stack


@pytest.fixture
def drill(stack):
    """The name of an alert that somebody has just posted to Alertmanager."""
    name = f"Drill{secrets.token_hex(4)}"
    alert = {
        "labels": {"alertname": name, "severity": "critical", "owner": "platform"},
        "annotations": {
            "summary": f"{name} is a drill",
            "runbook_url": f"{stack.url('prometheus')}/consoles/Watchdog.html",
        },
    }
    request = urllib.request.Request(
        f"{stack.url('alertmanager')}/api/v2/alerts",
        json.dumps([alert]).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
    return name


def test_an_alert_is_shown_without_any_receiver_of_one_s_own(stack, drill):
    def shown():
        return f"{drill} is a drill" in stack.get("notifications", "/")

    eventually(shown, "the alert on the page", within_s=90)
    listed = json.loads(stack.get("notifications", "/api/notifications"))
    found = [
        each for each in listed["notifications"] if each["labels"]["alertname"] == drill
    ]
    # The page itself, and the webhook whose address is a planted secret.
    assert {each["receiver"] for each in found} == {"critical"}
    assert {each["status"] for each in found} == {"firing"}

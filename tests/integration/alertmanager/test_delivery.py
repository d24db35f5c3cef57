"""What arrives at each receiver, sent by a real Alertmanager."""

import re
import secrets
import socket
from dataclasses import dataclass

import pytest

from tests.e2e.canary import hits
from tests.e2e.waiting import eventually
from tests.integration.alertmanager.running import Alertmanager, alert, alertmanager
from tests.integration.alertmanager.sinks import Mail, Web, mail_sink, web_sink
from tests.rules.promtool import resolved
from tests.unit.infra.delivery_settings import ALL

pytestmark = pytest.mark.docker

RUNBOOK = "http://127.0.0.1:9090/consoles/{}.html"
DASHBOARD = "http://127.0.0.1:3000/d/pharos-{}"
PAYMENT = {"service": "payment", "owner": "shop"}


@dataclass(frozen=True)
class Scene:
    """Everything that takes part."""

    am: Alertmanager
    web: Web
    mail: Mail
    canaries: dict[str, str]

    def page(self, name):
        """Every alert called *name* that the page got, in order."""
        return [
            each
            for body in self.web.to("/shown")
            for each in body["alerts"]
            if each["labels"]["alertname"] == name
        ]

    def mails(self, address, name):
        return [m for m in self.mail.to(address) if name in str(m["Subject"])]


def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def canaries():
    names = ("slack", "pagerduty", "webhook", "watchdog", "smtp")
    return {name: f"canary{secrets.token_hex(8)}" for name in names}


@pytest.fixture(scope="module")
def scene(engine, canaries, tmp_path_factory):
    """Alertmanager with every receiver, to which each kind of alert was posted."""
    smtp_port = port()
    with (
        web_sink() as web,
        mail_sink("pharos", canaries["smtp"], smtp_port) as mail,
        alertmanager(
            engine,
            resolved()["alertmanager"].reference,
            tmp_path_factory.mktemp("alertmanager"),
            port(),
            raw={
                **{key: text for key, text in ALL.items() if "mute" not in key},
                "smtpSmarthost": f"127.0.0.1:{smtp_port}",
                "smtpRequireTls": "off",
            },
            given={
                "slack-webhook-url": f"{web.url}/slack/{canaries['slack']}",
                "pagerduty-routing-key": canaries["pagerduty"],
                "webhook-url": f"{web.url}/webhook?token={canaries['webhook']}",
                "watchdog-url": f"{web.url}/watchdog/{canaries['watchdog']}",
                "smtp-password": canaries["smtp"],
            },
            page=f"{web.url}/shown",
            pagerduty=f"{web.url}/pagerduty",
        ) as am,
    ):
        found = Scene(am, web, mail, canaries)
        # The first attempt fails: Alertmanager has to say so, and try again.
        web.failures[f"/slack/{canaries['slack']}"] = 1
        play(found)
        yield found


def play(scene):
    """Post alerts of each kind, causes before their symptoms, and end one."""
    down = {"severity": "critical", **PAYMENT}
    scene.am.post(
        alert("TargetDown", instance="payment:8000", **down),
        alert("TargetDown", instance="payment:8001", **down),
        alert("Watchdog", severity="none", owner="platform"),
    )
    eventually(lambda: len(scene.page("TargetDown")) >= 2, "TargetDown", within_s=60)
    scene.am.post(
        alert("AppHigh5xxErrorRate", severity="critical", **PAYMENT),
        alert("AppHighP95Latency", severity="warning", **PAYMENT),
        alert("ContainerRestarts", severity="warning", service="items", owner="shop"),
        alert("RestockMissing", severity="info", service="products", owner="shop"),
        alert("ProductLowStock", severity="info", service="products", owner="shop"),
        alert("Odd", severity="unheard-of"),
        alert(
            "CriticalAlertUnattended",
            severity="critical",
            owner="shop",
            escalation="2",
        ),
    )
    told = (
        "ContainerRestarts",
        "ProductLowStock",
        "RestockMissing",
        "Odd",
        "CriticalAlertUnattended",
    )
    eventually(lambda: all(map(scene.page, told)), "all at the page", within_s=60)
    eventually(lambda: scene.mail.to("lead@example.com"), "escalation", within_s=60)
    scene.am.post(
        alert(
            "ContainerRestarts",
            ended=True,
            severity="warning",
            service="items",
            owner="shop",
        )
    )

    def ended():
        return (
            scene.page("ContainerRestarts")[-1]["status"] == "resolved"
            and [m for m in scene.mail.messages if "RESOLVED" in str(m["Subject"])]
            and [b for b in scene.web.to("/slack") if "RESOLVED" in str(b)]
        )

    eventually(ended, "the end of ContainerRestarts everywhere", within_s=60)


def parts(mail):
    """The text and the HTML of a mail."""
    return tuple(
        mail.get_body(preferencelist=(kind,)).get_content()
        for kind in ("plain", "html")
    )


def test_critical_alert_reaches_every_channel(scene):
    for path in ("/shown", "/webhook", "/slack", "/pagerduty"):
        assert "TargetDown" in str(scene.web.to(path)), path
    assert scene.mails("shop@example.com", "TargetDown")


def test_alerts_of_one_group_come_as_one_message(scene):
    [first, *_] = [b for b in scene.web.to("/webhook") if "TargetDown" in str(b)]
    instances = {each["labels"]["instance"] for each in first["alerts"]}

    assert instances == {"payment:8000", "payment:8001"}
    assert first["groupLabels"] == {
        "alertname": "TargetDown",
        "environment": "dev",
        "service": "payment",
    }


def test_webhook_carries_every_annotation(scene):
    [found, *_] = scene.page("TargetDown")

    assert found["annotations"] == {
        "summary": "TargetDown <summary> & more",
        "description": "TargetDown description with 5 %",
        "runbook_url": RUNBOOK.format("TargetDown"),
        "dashboard_url": DASHBOARD.format("targetdown"),
    }


def test_mail_says_what_it_is_about_in_text_and_in_html(scene):
    [mail, *_] = scene.mails("shop@example.com", "ContainerRestarts")
    text, html = parts(mail)

    assert mail["Subject"] == "[WARNING] ContainerRestarts <summary> & more (dev)"
    assert mail["From"] == "pharos@example.com"
    for line in (
        "ContainerRestarts <summary> & more",
        "ContainerRestarts description with 5 %",
        RUNBOOK.format("ContainerRestarts"),
        DASHBOARD.format("containerrestarts"),
    ):
        assert line in text
    assert "ContainerRestarts &lt;summary&gt; &amp; more" in html
    assert f'<a href="{RUNBOOK.format("ContainerRestarts")}">Runbook</a>' in html
    assert f'<a href="{DASHBOARD.format("containerrestarts")}">Dashboard</a>' in html


def test_group_s_mail_counts_its_alerts_and_lists_each(scene):
    [mail, *_] = scene.mails("shop@example.com", "TargetDown")

    assert mail["Subject"] == "[CRITICAL] TargetDown: 2 firing (dev)"
    assert all(f"payment:{n}" in parts(mail)[0] for n in (8000, 8001))


def test_slack_message_links_runbook_and_dashboard_and_escapes(scene):
    [body, *_] = [b for b in scene.web.to("/slack") if "ContainerRestarts" in str(b)]
    [message] = body["attachments"]

    assert body["channel"] == "#alerts"
    assert message["color"] == "#b45309"
    assert "*ContainerRestarts &lt;summary&gt; &amp; more*" in message["text"]
    assert f"<{RUNBOOK.format('ContainerRestarts')}|Runbook>" in message["text"]
    assert f"<{DASHBOARD.format('containerrestarts')}|Dashboard>" in message["text"]
    assert message["title_link"] == DASHBOARD.format("containerrestarts")


def test_slack_is_told_again_after_it_failed(scene):
    assert scene.web.failures == {f"/slack/{scene.canaries['slack']}": 0}
    assert "TargetDown" in str(scene.web.to("/slack"))


def test_pagerduty_event_names_severity_links_and_details(scene):
    [event, *_] = [b for b in scene.web.to("/pagerduty") if "TargetDown" in str(b)]

    assert event["routing_key"] == scene.canaries["pagerduty"]
    assert event["event_action"] == "trigger"
    assert event["payload"]["severity"] == "critical"
    assert event["payload"]["component"] == "payment"
    assert {link["href"] for link in event["links"]} == {
        RUNBOOK.format("TargetDown"),
        DASHBOARD.format("targetdown"),
    }


def test_only_critical_alerts_page(scene):
    severities = {body["payload"]["severity"] for body in scene.web.to("/pagerduty")}

    assert severities == {"critical"}


def test_symptoms_of_a_process_that_is_down_are_held_back(scene):
    held = {
        each["labels"]["alertname"]
        for each in scene.am.alerts()
        if each["status"]["inhibitedBy"]
    }

    assert held == {"AppHigh5xxErrorRate", "AppHighP95Latency"}
    everywhere = str([r.body for r in scene.web.requests])
    assert "AppHigh" not in everywhere
    assert not [m for m in scene.mail.messages if "AppHigh" in m.as_string()]


def test_end_of_an_alert_is_told(scene):
    subjects = [str(m["Subject"]) for m in scene.mail.to("shop@example.com")]

    assert "[RESOLVED] ContainerRestarts <summary> & more (dev)" in subjects
    [last] = scene.web.to("/slack")[-1]["attachments"]
    assert last["color"] == "#15803d"
    assert scene.page("ContainerRestarts")[-1]["status"] == "resolved"


def test_information_comes_as_one_digest(scene):
    [digest, *_] = [b for b in scene.web.to("/webhook") if b["receiver"] == "info-shop"]

    assert digest["groupLabels"] == {"environment": "dev", "owner": "shop"}
    assert "ProductLowStock" not in str(scene.web.to("/slack"))


def test_next_level_hears_of_what_nobody_ended_and_so_do_the_others(scene):
    [mail, *_] = scene.mail.to("lead@example.com")

    assert "CriticalAlertUnattended" in str(mail["Subject"])
    assert scene.mails("shop@example.com", "CriticalAlertUnattended")
    assert "CriticalAlertUnattended" in str(scene.web.to("/pagerduty"))


def test_heartbeat_goes_to_its_own_address_only(scene):
    assert scene.web.to(f"/watchdog/{scene.canaries['watchdog']}")
    for path in ("/shown", "/webhook", "/slack", "/pagerduty"):
        assert "Watchdog" not in str(scene.web.to(path)), path


def test_alert_of_no_known_severity_is_not_lost(scene):
    assert scene.page("Odd")
    assert scene.mails("oncall@example.com", "Odd")


def test_no_secret_is_in_a_log_an_api_or_the_container_s_description(scene):
    scene.am.container.reload()
    places = {
        "log": scene.am.container.logs(),
        "status": scene.am.get("/api/v2/status").encode(),
        "metrics": scene.am.get("/metrics").encode(),
        "inspect": repr(scene.am.container.attrs).encode(),
    }

    # Else there was no error that could have told one.
    assert re.search(rb"slack", places["log"])
    assert [
        hit for name, text in places.items() for hit in hits(scene.canaries, name, text)
    ] == []


def test_quiet_time_holds_warnings_back_and_nothing_critical(engine, tmp_path):
    quiet = {"muteHours": "00:00-24:00", "muteTimezone": "Europe/Berlin"}
    with (
        web_sink() as web,
        alertmanager(
            engine,
            resolved()["alertmanager"].reference,
            tmp_path,
            port(),
            raw=quiet,
            given={},
            page=f"{web.url}/shown",
        ) as am,
    ):
        am.post(
            alert("ContainerRestarts", severity="warning", service="items"),
            alert("TargetDown", severity="critical", service="payment"),
        )

        def held_back():
            found = re.search(
                r'notifications_suppressed_total\{reason="mute_time_interval"\} (\d+)',
                am.get("/metrics"),
            )
            return found is not None and int(found[1]) > 0

        eventually(lambda: web.to("/shown"), "the critical alert", within_s=60)
        eventually(held_back, "a muted notification", within_s=60)
        names = {
            each["labels"]["alertname"]
            for body in web.to("/shown")
            for each in body["alerts"]
        }
    assert names == {"TargetDown"}

"""alertmanager.yml: receivers, times, inhibition, texts."""

import re

import pytest
import yaml

from catalog.alerts import Alert
from dashboards import monitoring
from infra.specs.alerting import inhibition, templates
from infra.specs.alerting.quiet import intervals
from infra.specs.alertmanager import alertmanager, configuration, files
from infra.specs.engine_keys import held
from infra.specs.notifications import RECEIVE_URL
from infra.specs.settings import parse
from infra.specs.values import seconds
from rules import reachability
from rules.model import Timing
from tests.unit.infra.delivery_settings import ALL, MAIL, NONE, SOME

# Prometheus's default, which nothing here sets.
SCRAPE_TIMEOUT_S = 10
CHANNELS = {
    "webhook_configs": "webhook",
    "email_configs": "mail",
    "slack_configs": "slack",
    "pagerduty_configs": "pagerduty",
}


def document(raw, **more):
    return yaml.safe_load(configuration(parse("dev", {**raw, **more})))


def receivers(raw):
    return {each["name"]: each for each in document(raw)["receivers"]}


def test_the_dashboard_of_notifications_shows_every_channel_that_can_be_set():
    used = {
        key.removesuffix("_configs")
        for receiver in receivers(ALL).values()
        for key in receiver
        if key.endswith("_configs")
    }

    assert used == set(monitoring.CHANNELS)


def channels(receiver):
    return {name for key, name in CHANNELS.items() if key in receiver}


def routes(raw, **more):
    return {each["receiver"]: each for each in document(raw, **more)["route"]["routes"]}


def test_with_nothing_set_every_alert_is_still_shown_on_this_machine():
    for name, receiver in receivers(NONE).items():
        shown = [each["url"] for each in receiver.get("webhook_configs", ())]
        others = {"watchdog": [], "engine": ["http://engine:8090/aiops/alerts"]}
        assert shown == others.get(name, [RECEIVE_URL])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("critical", {"webhook", "mail", "slack", "pagerduty"}),
        ("critical-shop", {"webhook", "mail", "slack", "pagerduty"}),
        ("warning", {"webhook", "mail", "slack"}),
        ("info", {"webhook", "mail"}),
        ("default", {"webhook", "mail", "slack"}),
        ("next-level", {"mail"}),
        ("watchdog", {"webhook"}),
    ],
)
def test_severity_decides_the_channels(name, expected):
    assert channels(receivers(ALL)[name]) == expected


def test_channel_that_is_not_set_is_left_out():
    assert channels(receivers(SOME)["critical"]) == {"webhook", "mail"}
    assert channels(receivers({"slackWebhookUrl": "[secret]"})["critical"]) == {
        "webhook",
        "slack",
    }


def test_owner_s_alerts_are_mailed_to_the_owner():
    found = receivers(SOME)

    assert found["warning"]["email_configs"][0]["to"] == "oncall@example.com"
    assert found["warning-shop"]["email_configs"][0]["to"] == "shop@example.com"


def test_configured_webhook_comes_on_top_of_the_page():
    [page, other] = receivers(ALL)["warning"]["webhook_configs"]

    assert page["url"] == RECEIVE_URL
    assert other["url_file"] == "/run/secrets/webhook-url"


def test_every_secret_is_a_file_that_the_workload_mounts():
    spec = alertmanager(parse("dev", ALL))
    named = set(re.findall(r"/run/secrets/([\w-]+)", configuration(parse("dev", ALL))))

    assert named == {secret.name for secret in spec.secrets}
    assert len(named) == 6


def test_no_key_that_takes_a_secret_in_plain_text_is_used():
    text = configuration(parse("dev", ALL))

    for key in ("api_url:", "routing_key:", "auth_password:", "smtp_auth_password:"):
        assert key not in text


def test_without_receivers_only_the_engine_s_key_is_mounted():
    assert alertmanager(parse("dev", NONE)).secrets == (held("alertmanager"),)


def test_only_what_is_not_critical_keeps_quiet():
    muted = {
        name: [
            "mute_time_intervals" in each for each in (route, *route.get("routes", ()))
        ]
        for name, route in routes(ALL).items()
    }

    assert muted == {
        "engine": [False],
        "watchdog": [False],
        "next-level": [False],
        "critical": [False, False, False],
        "warning": [True, True, True],
        "info": [True, True, True],
        "default": [False],
    }


@pytest.mark.parametrize(
    ("hours", "times"),
    [
        ("09:00-17:30", [("09:00", "17:30")]),
        ("22:00-06:00", [("22:00", "24:00"), ("00:00", "06:00")]),
        ("22:00-00:00", [("22:00", "24:00")]),
        ("22:00-24:00", [("22:00", "24:00")]),
    ],
)
def test_quiet_hours_end_with_the_day_and_go_on_the_next(hours, times):
    [named] = intervals(parse("dev", {"muteHours": hours}).delivery)
    [part] = named["time_intervals"]

    assert [(each["start_time"], each["end_time"]) for each in part["times"]] == times


def test_weekends_and_hours_are_quiet_in_their_time_zone():
    [named] = document(ALL)["time_intervals"]

    assert [sorted(part) for part in named["time_intervals"]] == [
        ["location", "times"],
        ["location", "weekdays"],
    ]
    assert {part["location"] for part in named["time_intervals"]} == {"Europe/Berlin"}


def test_nothing_is_quiet_unless_it_was_set():
    assert "time_intervals" not in document(NONE)
    assert "mute_time_intervals" not in configuration(parse("dev", MAIL))


@pytest.mark.parametrize("timing", ["demo", "production"])
def test_the_more_urgent_an_alert_is_the_sooner_it_is_told_and_repeated(timing):
    found = routes(ALL, alertTiming=timing)
    times = [
        [seconds(found[name][key]) for key in ("group_wait", "repeat_interval")]
        for name in ("critical", "warning", "info")
    ]

    assert times == sorted(times)


def test_demonstration_does_not_wait_for_its_first_notification():
    waits = {
        timing: seconds(routes(NONE, alertTiming=timing)["critical"]["group_wait"])
        for timing in ("demo", "production")
    }

    assert waits["demo"] <= 5 < waits["production"]


def test_information_is_gathered_into_a_digest():
    info = routes(ALL, alertTiming="production")["info"]

    assert info["group_by"] == ["environment", "owner"]
    assert seconds(info["group_interval"]) >= 3600


def test_alerts_are_grouped_by_what_and_where():
    assert document(NONE)["route"]["group_by"] == [
        "alertname",
        "environment",
        "service",
    ]


def test_heartbeat_is_sent_every_minute_and_never_resolved():
    found = routes(ALL)["watchdog"]
    [heartbeat] = receivers(ALL)["watchdog"]["webhook_configs"]

    assert (found["repeat_interval"], found["group_interval"]) == ("1m", "1m")
    assert heartbeat == {
        "url_file": "/run/secrets/watchdog-url",
        "send_resolved": False,
    }


def test_no_alert_silences_itself_by_its_name():
    """Alertmanager exempts an alert that is source and target; we want no such."""
    for rule in inhibition.rules():
        named = [
            set(re.findall(r'alertname=~"([^"]+)"', " ".join(rule[side])))
            for side in ("source_matchers", "target_matchers")
        ]
        source, target = ({n for g in names for n in g.split("|")} for names in named)
        assert not source & target, rule


@pytest.mark.parametrize("timing", Timing)
def test_unreachable_endpoint_waits_until_its_process_is_known_to_be_down(timing):
    """Its expression then leaves it out, so no order of notifications matters."""
    [wait] = [
        rule.wait.under(timing)
        for rule in reachability.GROUP.rules
        if rule.alert is Alert.ENDPOINT_UNREACHABLE
    ]

    interval_s = seconds(parse("dev", {}).scrape_interval)
    # A process that stops right after its scrape, and does not even refuse the next.
    noticed_s = interval_s + SCRAPE_TIMEOUT_S
    # Rules are evaluated as often as targets are scraped.
    assert seconds(wait) >= noticed_s + interval_s


def test_alerts_without_a_service_silence_nobody():
    # Alertmanager takes two missing labels for equal ones.
    for rule in inhibition.rules():
        if "service" in rule.get("equal", ()):
            assert 'service!=""' in rule["target_matchers"]


def test_escalation_and_watchdog_are_never_silenced_by_name():
    for rule in inhibition.rules():
        targets = " ".join(rule["target_matchers"])
        assert Alert.CRITICAL_ALERT_UNATTENDED not in targets
        assert Alert.WATCHDOG not in targets


def test_every_template_that_is_used_is_defined():
    defined = {name for text in templates.FILES.values() for name in names(text)}
    everything = "".join(files(parse("dev", ALL)).values())

    used = set(re.findall(r'template "(pharos\.[\w.]+)"', everything))
    assert used == defined


def names(text):
    return templates.names(text)


@pytest.mark.parametrize("name", ["text", "html", "slack"])
@pytest.mark.parametrize(
    "part", ["summary", "Annotations.description", "runbook_url", "dashboard_url"]
)
def test_every_text_says_what_why_and_where_to_look(name, part):
    [body] = [
        text.split(f'"pharos.{name}"')[1]
        for text in templates.FILES.values()
        if f'define "pharos.{name}"' in text
    ]

    assert part in body

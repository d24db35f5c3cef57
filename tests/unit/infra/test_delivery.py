"""Settings of receivers and quiet times."""

import pytest

from catalog.services import SERVICES
from infra.specs import delivery
from infra.specs.secret_keys import SET, config_key, environment_key, given
from infra.specs.settings import SettingsError, parse

MAIL = {
    "smtpSmarthost": "mail.example.com:587",
    "smtpFrom": "pharos@example.com",
    "emailTo": "oncall@example.com",
}


def read(**raw):
    return parse("dev", raw).delivery


def refusals(**raw):
    with pytest.raises(SettingsError) as caught:
        parse("dev", raw)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_without_settings_nothing_is_sent_anywhere():
    assert read() == delivery.Delivery()
    assert not read().is_ever_quiet


@pytest.mark.parametrize("key", ["slackWebhookUrl", "pagerdutyRoutingKey"])
def test_a_secret_alone_switches_its_receiver_on(key):
    assert read(**{key: {"secure": "v1:x"}}).secrets == (delivery.SECRETS[key],)


def test_secrets_of_the_environment_and_of_the_stack_s_file_count_too():
    found = given(
        ["webhook-url", "smtp-password", "watchdog-url"],
        {environment_key("webhook-url"): "https://x", "PHAROS_SECRET_WATCHDOG_URL": ""},
        {"smtp-password": "y"},
    )

    assert found == {"webhookUrl": SET, "smtpPassword": SET}


def test_every_secret_has_the_same_name_everywhere():
    assert [config_key(file.key) for file in delivery.SECRETS.values()] == [
        *delivery.SECRETS
    ]


def test_mail_needs_a_server_a_sender_and_somebody():
    found = read(**MAIL)

    assert (found.smtp_smarthost, found.smtp_from, found.email_to) == (
        "mail.example.com:587",
        "pharos@example.com",
        "oncall@example.com",
    )
    assert found.smtp_require_tls is True


def test_owners_have_addresses_of_their_own():
    found = read(**MAIL, ownerEmails="shop=a@b.c, platform=d@e.f")

    assert found.owner_emails == {"shop": "a@b.c", "platform": "d@e.f"}


def test_every_owner_of_the_catalog_can_be_named():
    for owner in {service.owner for service in SERVICES}:
        assert read(**MAIL, ownerEmails=f"{owner}=a@b.c").owner_emails


@pytest.mark.parametrize(
    ("text", "channel"), [("alerts", "#alerts"), ("#alerts", "#alerts"), ("@me", "@me")]
)
def test_slack_channel_may_be_written_without_its_sign(text, channel):
    assert read(slackWebhookUrl=SET, slackChannel=text).slack_channel == channel


def test_quiet_hours_may_go_beyond_midnight():
    found = read(muteHours="22:00-06:00", muteTimezone="Europe/Berlin")

    assert (found.mute_hours, found.mute_timezone, found.is_ever_quiet) == (
        ("22:00", "06:00"),
        "Europe/Berlin",
        True,
    )


@pytest.mark.parametrize(
    ("raw", "mistake"),
    [
        (
            {"emailTo": "a@b.c"},
            "pharos:emailTo: 'a@b.c' cannot be written to without a mail server; set"
            " pharos:smtpSmarthost to host:port",
        ),
        (
            {"ownerEmails": "shop=a@b.c"},
            "pharos:ownerEmails: 'shop=a@b.c' cannot be written to without a mail"
            " server; set pharos:smtpSmarthost to host:port",
        ),
        (
            {**MAIL, "smtpUsername": "u"},
            "pharos:smtpUsername: 'u' has no password; set PHAROS_SECRET_SMTP_PASSWORD"
            " or `pulumi config set --secret pharos:smtpPassword`",
        ),
        (
            {**MAIL, "smtpPassword": SET},
            "pharos:smtpPassword: '[secret]' belongs to nobody; set"
            " pharos:smtpUsername",
        ),
        (
            {k: v for k, v in MAIL.items() if k != "smtpFrom"},
            "pharos:smtpSmarthost: 'mail.example.com:587' takes no mail without a"
            " sender; set pharos:smtpFrom to an address",
        ),
        (
            {k: v for k, v in MAIL.items() if k != "emailTo"},
            "pharos:smtpSmarthost: 'mail.example.com:587' has nobody to write to; set"
            " pharos:emailTo to an address",
        ),
        (
            {"smtpRequireTls": "off"},
            "pharos:smtpRequireTls: 'off' is for a mail server; set"
            " pharos:smtpSmarthost to host:port",
        ),
        (
            {"slackChannel": "#x"},
            "pharos:slackChannel: '#x' cannot be reached; set"
            " PHAROS_SECRET_SLACK_WEBHOOK_URL or"
            " `pulumi config set --secret pharos:slackWebhookUrl`",
        ),
        (
            {"muteTimezone": "Europe/Berlin"},
            "pharos:muteTimezone: 'Europe/Berlin' is for quiet times; set"
            " pharos:muteHours or pharos:muteWeekends",
        ),
        (
            {
                **MAIL,
                "smtpUsername": "u",
                "smtpPassword": SET,
                "smtpRequireTls": "off",
            },
            "pharos:smtpRequireTls: 'off' would send the password to mail.example.com"
            " in the clear; leave it on",
        ),
        (
            {"muteHours": "22-6"},
            "pharos:muteHours: '22-6' is no part of a day; write it like 22:00-06:00",
        ),
        (
            {"muteHours": "06:00-06:00"},
            "pharos:muteHours: '06:00-06:00' is no part of a day; write it like"
            " 22:00-06:00",
        ),
        (
            {**MAIL, "smtpSmarthost": "mail.example.com"},
            "pharos:smtpSmarthost: 'mail.example.com' is no mail server; write it like"
            " smtp.example.com:587",
        ),
        (
            {**MAIL, "emailTo": "a@b.c, nobody"},
            "pharos:emailTo: 'a@b.c, nobody' holds 'nobody', which is no mail address;"
            " write it like oncall@example.com, several with commas between them",
        ),
        (
            {**MAIL, "smtpFrom": "Pharos <a@b.c>"},
            "pharos:smtpFrom: 'Pharos <a@b.c>' is no mail address; write it like"
            " oncall@example.com",
        ),
        (
            {**MAIL, "ownerEmails": "moon=a@b.c"},
            "pharos:ownerEmails: 'moon=a@b.c' names 'moon', who owns no service; use"
            f" one of: {', '.join(sorted({each.owner for each in SERVICES}))}",
        ),
        (
            {**MAIL, "ownerEmails": "shop=a@b.c,shop=d@e.f"},
            "pharos:ownerEmails: 'shop=a@b.c,shop=d@e.f' names 'shop' twice; once is"
            " enough",
        ),
        (
            {**MAIL, "ownerEmails": "a@b.c"},
            "pharos:ownerEmails: 'a@b.c' holds 'a@b.c'; write it like"
            " shop=shop@example.com,platform=ops@example.com",
        ),
    ],
)
def test_half_a_receiver_is_refused_with_key_value_and_fix(raw, mistake):
    assert refusals(**raw) == [mistake]


def test_all_mistakes_of_receivers_are_reported_together():
    assert len(refusals(emailTo="a@b.c", slackChannel="#x", muteTimezone="UTC")) == 3


@pytest.mark.parametrize("key", [*delivery.SECRETS, "grafanaAdminPassword"])
def test_secret_in_plain_text_is_refused_and_not_repeated(key):
    mail = {**MAIL, "smtpUsername": "u"} if key == "smtpPassword" else {}

    [mistake] = refusals(**mail, **{key: "canary-value"})

    assert "canary-value" not in mistake
    assert f"`pulumi config set --secret pharos:{key}`" in mistake


def test_password_may_go_in_the_clear_to_the_same_machine():
    here = {**MAIL, "smtpSmarthost": "127.0.0.1:2525", "smtpRequireTls": "off"}

    assert read(**here, smtpUsername="u", smtpPassword=SET).smtp_username == "u"

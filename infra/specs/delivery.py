"""Where alerts go and when they keep quiet: one part of a stack's settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.specs import addresses
from infra.specs.reader import Reader
from infra.specs.values import switch
from infra.specs.workload import SecretFile

SLACK_WEBHOOK_URL = SecretFile(name="slack-webhook-url", key="slack-webhook-url")
PAGERDUTY_ROUTING_KEY = SecretFile(
    name="pagerduty-routing-key", key="pagerduty-routing-key"
)
WEBHOOK_URL = SecretFile(name="webhook-url", key="webhook-url")
WATCHDOG_URL = SecretFile(name="watchdog-url", key="watchdog-url")
SMTP_PASSWORD = SecretFile(name="smtp-password", key="smtp-password")
# By configuration key. Each is optional: a receiver without its secret is off.
SECRETS = {
    "slackWebhookUrl": SLACK_WEBHOOK_URL,
    "pagerdutyRoutingKey": PAGERDUTY_ROUTING_KEY,
    "webhookUrl": WEBHOOK_URL,
    "watchdogUrl": WATCHDOG_URL,
    "smtpPassword": SMTP_PASSWORD,
}
KEYS = (
    "slackChannel",
    "smtpSmarthost",
    "smtpFrom",
    "smtpUsername",
    "smtpRequireTls",
    "emailTo",
    "ownerEmails",
    "escalationEmailTo",
    "muteHours",
    "muteWeekends",
    "muteTimezone",
)
_RECIPIENTS = ("emailTo", "ownerEmails", "escalationEmailTo")
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """
    Receivers and quiet times.

    Attributes:
        secrets: Those that are set, by their file.
        smtp_smarthost: ``host:port``; None sends no mail.
        email_to: Addresses, separated by a comma and a blank.
        owner_emails: Addresses by owner, which replace ``email_to`` for its alerts.
        mute_hours: Begin and end, ``HH:MM``; the end may be on the next day.
    """

    secrets: tuple[SecretFile, ...] = ()
    slack_channel: str | None = None
    smtp_smarthost: str | None = None
    smtp_from: str | None = None
    smtp_username: str | None = None
    smtp_require_tls: bool = True
    email_to: str | None = None
    owner_emails: Mapping[str, str] = field(default_factory=dict)
    escalation_email_to: str | None = None
    mute_hours: tuple[str, str] | None = None
    mute_weekends: bool = False
    mute_timezone: str = "UTC"

    @property
    def is_ever_quiet(self) -> bool:
        """Whether less urgent alerts have to wait at times."""
        return self.mute_weekends or self.mute_hours is not None


def read(reader: Reader) -> Delivery:
    """Return the part of the settings; the *reader* keeps the mistakes."""
    delivery = Delivery(
        secrets=tuple(file for key, file in SECRETS.items() if key in reader),
        slack_channel=reader.read("slackChannel", addresses.channel, None),
        smtp_smarthost=reader.read("smtpSmarthost", addresses.host_and_port, None),
        smtp_from=reader.read("smtpFrom", addresses.mail, None),
        smtp_username=reader.read("smtpUsername", str, None),
        smtp_require_tls=reader.read("smtpRequireTls", switch, True),
        email_to=reader.read("emailTo", addresses.mails, None),
        owner_emails=reader.read("ownerEmails", addresses.mails_by_owner, {}),
        escalation_email_to=reader.read("escalationEmailTo", addresses.mails, None),
        mute_hours=reader.read("muteHours", addresses.hours, None),
        mute_weekends=reader.read("muteWeekends", switch, False),
        mute_timezone=reader.read("muteTimezone", addresses.timezone, "UTC"),
    )
    _refuse_halves(reader)
    _refuse_open_password(reader, delivery)
    return delivery


def _refuse_halves(reader: Reader) -> None:
    def needs(key: str, *others: str, fix: str) -> None:
        if key in reader and not any(other in reader for other in others):
            reader.refuse(key, reader.read(key, str, ""), fix)

    for key in _RECIPIENTS:
        needs(
            key,
            "smtpSmarthost",
            fix="cannot be written to without a mail server; set pharos:smtpSmarthost"
            " to host:port",
        )
    needs(
        "smtpSmarthost",
        *_RECIPIENTS,
        fix="has nobody to write to; set pharos:emailTo to an address",
    )
    needs(
        "smtpSmarthost",
        "smtpFrom",
        fix="takes no mail without a sender; set pharos:smtpFrom to an address",
    )
    for key in ("smtpFrom", "smtpUsername", "smtpRequireTls"):
        needs(
            key,
            "smtpSmarthost",
            fix="is for a mail server; set pharos:smtpSmarthost to host:port",
        )
    needs(
        "smtpUsername",
        "smtpPassword",
        fix="has no password; set PHAROS_SECRET_SMTP_PASSWORD or"
        " `pulumi config set --secret pharos:smtpPassword`",
    )
    needs(
        "smtpPassword",
        "smtpUsername",
        fix="belongs to nobody; set pharos:smtpUsername",
    )
    needs(
        "slackChannel",
        "slackWebhookUrl",
        fix="cannot be reached; set PHAROS_SECRET_SLACK_WEBHOOK_URL or"
        " `pulumi config set --secret pharos:slackWebhookUrl`",
    )
    needs(
        "muteTimezone",
        "muteHours",
        "muteWeekends",
        fix="is for quiet times; set pharos:muteHours or pharos:muteWeekends",
    )


def _refuse_open_password(reader: Reader, delivery: Delivery) -> None:
    host = (delivery.smtp_smarthost or "").rpartition(":")[0]
    sends_it = delivery.smtp_username and not delivery.smtp_require_tls
    if sends_it and host not in _LOCAL_HOSTS:
        reader.refuse(
            "smtpRequireTls",
            "off",
            f"would send the password to {host} in the clear; leave it on",
        )

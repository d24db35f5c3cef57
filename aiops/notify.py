"""Who hears of incidents: the part of the environment that says so."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiops.environment import EnvironmentReader

CHANNELS = ("slack", "webhook", "mail", "pagerduty")
PAGERDUTY_URL = "https://events.pagerduty.com/v2/enqueue"
# Variable, meaning, default.
VARIABLES = (
    ("AIOPS_NOTIFY_SLACK_URL_FILE", "file with Slack's incoming webhook", ""),
    ("AIOPS_NOTIFY_WEBHOOK_URL_FILE", "file with the URL of your own receiver", ""),
    ("AIOPS_NOTIFY_SMTP_URL_FILE", "file with smtp://user:password@host:port", ""),
    ("AIOPS_NOTIFY_MAIL_FROM", "sender's address", "pharos@localhost"),
    ("AIOPS_NOTIFY_MAIL_TO", "addresses, with commas between them", ""),
    ("AIOPS_NOTIFY_PAGERDUTY_KEY_FILE", "file with an integration's routing key", ""),
    ("AIOPS_NOTIFY_PAGERDUTY_URL", "the Events API v2", PAGERDUTY_URL),
    (
        "AIOPS_NOTIFY_ESCALATION",
        "those of slack, webhook, mail, pagerduty that hear only of what nobody"
        " acknowledged",
        "none",
    ),
    ("AIOPS_NOTIFY_ESCALATE_MIN", "minutes until then; 0 for never", "15"),
    ("AIOPS_NOTIFY_CONSOLE_URL", "address of the console in messages", "none"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """
    Channels and who is told second.

    Attributes:
        escalation: Channels that hear only of what nobody acknowledged in time.
        console_url: Base of links to incidents; None leaves them out.
    """

    slack_url: str = field(default="", repr=False)
    webhook_url: str = field(default="", repr=False)
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "pharos@localhost"
    mail_to: tuple[str, ...] = ()
    pagerduty_key: str = field(default="", repr=False)
    pagerduty_url: str = PAGERDUTY_URL
    escalation: tuple[str, ...] = ()
    escalate_after_s: float = 900.0
    console_url: str | None = None

    @property
    def configured(self) -> tuple[str, ...]:
        """Names of the channels that there are."""
        given = (
            self.slack_url,
            self.webhook_url,
            self.smtp_url,
            self.pagerduty_key,
        )
        return tuple(n for n, v in zip(CHANNELS, given, strict=True) if v)

    @property
    def first(self) -> tuple[str, ...]:
        """Names of the channels that hear of every incident."""
        return tuple(n for n in self.configured if n not in self.escalation)


def read(reader: EnvironmentReader) -> Notify:
    """Return what the environment says; mistakes are left with *reader*."""
    found = Notify(
        slack_url=_secret_url(reader, "AIOPS_NOTIFY_SLACK_URL_FILE", "http", "https"),
        webhook_url=_secret_url(
            reader, "AIOPS_NOTIFY_WEBHOOK_URL_FILE", "http", "https"
        ),
        smtp_url=_secret_url(reader, "AIOPS_NOTIFY_SMTP_URL_FILE", "smtp", "smtps"),
        mail_from=reader.text("AIOPS_NOTIFY_MAIL_FROM", "pharos@localhost"),
        mail_to=_words(reader.text("AIOPS_NOTIFY_MAIL_TO")),
        pagerduty_key=reader.file("AIOPS_NOTIFY_PAGERDUTY_KEY_FILE") or "",
        pagerduty_url=reader.url("AIOPS_NOTIFY_PAGERDUTY_URL", PAGERDUTY_URL)
        or PAGERDUTY_URL,
        escalation=_words(reader.text("AIOPS_NOTIFY_ESCALATION")),
        escalate_after_s=60
        * reader.number("AIOPS_NOTIFY_ESCALATE_MIN", 15, 0, 7 * 1440),
        console_url=reader.url("AIOPS_NOTIFY_CONSOLE_URL"),
    )
    if found.smtp_url and not found.mail_to:
        reader.wrong(
            "AIOPS_NOTIFY_MAIL_TO", "is not set, but mail is; name who gets it"
        )
    for name in found.escalation:
        if name not in found.configured:
            known = ", ".join(found.configured) or "none"
            reader.wrong(
                "AIOPS_NOTIFY_ESCALATION",
                f"{name!r} is no channel that is set up; there are {known}",
            )
    return found


def _secret_url(reader: EnvironmentReader, name: str, *schemes: str) -> str:
    url = reader.file(name) or ""
    if url and (urlsplit(url).scheme not in schemes or not urlsplit(url).hostname):
        # It may hold a secret: it is not repeated.
        reader.wrong(name, f"holds no URL; write one that begins with {schemes[0]}://")
    return url


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())

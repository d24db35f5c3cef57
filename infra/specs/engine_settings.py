"""How the engine judges, how long it keeps, and whom it tells: part of the settings."""

from collections.abc import Mapping
from dataclasses import dataclass

from infra.specs import addresses, values
from infra.specs.reader import Reader
from infra.specs.workload import SecretFile

DEFAULT_RAW_DAYS = 7
DEFAULT_AGGREGATED_DAYS = 90
_LONGEST_DAYS = 3650
# Read at the engine's start, which takes a restart then. By configuration key; each is
# optional: a channel without its secret is off.
SECRETS = {
    "engineSlackUrl": SecretFile(name="notify/slack-url", key="engine-slack-url"),
    "engineWebhookUrl": SecretFile(name="notify/webhook-url", key="engine-webhook-url"),
    "engineSmtpUrl": SecretFile(name="notify/smtp-url", key="engine-smtp-url"),
    "enginePagerdutyKey": SecretFile(
        name="notify/pagerduty-key", key="engine-pagerduty-key"
    ),
}
# The channel's name in the engine, and its variable there.
_CHANNELS = {
    "engineSlackUrl": ("slack", "AIOPS_NOTIFY_SLACK_URL_FILE"),
    "engineWebhookUrl": ("webhook", "AIOPS_NOTIFY_WEBHOOK_URL_FILE"),
    "engineSmtpUrl": ("mail", "AIOPS_NOTIFY_SMTP_URL_FILE"),
    "enginePagerdutyKey": ("pagerduty", "AIOPS_NOTIFY_PAGERDUTY_KEY_FILE"),
}
KEYS = (
    "engineSensitivity",
    "engineSeason",
    "engineInterval",
    "engineRawDays",
    "engineAggregatedDays",
    "engineMaxDatabaseMib",
    "engineMailFrom",
    "engineMailTo",
    "engineEscalation",
    "engineEscalateMinutes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """
    What a stack says of its engine.

    Attributes:
        sensitivity: Above 1 notices smaller deviations, below 1 only larger ones.
        season_s: Length of the pattern that traffic repeats.
        interval_s: Length of a window, and how often windows are analysed.
        max_database_mib: None is what fits the engine's volume.
        channels: Configuration keys of the channels whose secret is set.
        escalation: Channels that hear only of what nobody acknowledged in time.
    """

    sensitivity: float = 1.0
    season_s: int = 86_400
    interval_s: int = 5
    raw_days: int = DEFAULT_RAW_DAYS
    aggregated_days: int = DEFAULT_AGGREGATED_DAYS
    max_database_mib: int | None = None
    channels: tuple[str, ...] = ()
    mail_from: str | None = None
    mail_to: str | None = None
    escalation: tuple[str, ...] = ()
    escalate_minutes: int = 15

    @property
    def secrets(self) -> tuple[SecretFile, ...]:
        """The files with the channels' secrets."""
        return tuple(SECRETS[key] for key in self.channels)


def read(reader: Reader) -> EngineSettings:
    """Return the part of the settings; the *reader* keeps the mistakes."""
    days = values.whole(1, _LONGEST_DAYS)
    found = EngineSettings(
        sensitivity=reader.read("engineSensitivity", _sensitivity, 1.0),
        season_s=values.seconds(
            reader.read("engineSeason", values.duration("1m", "4w"), "1d")
        ),
        interval_s=values.seconds(
            reader.read("engineInterval", values.duration("1s", "30s"), "5s")
        ),
        raw_days=reader.read("engineRawDays", days, DEFAULT_RAW_DAYS),
        aggregated_days=reader.read(
            "engineAggregatedDays", days, DEFAULT_AGGREGATED_DAYS
        ),
        max_database_mib=reader.read(
            "engineMaxDatabaseMib", values.whole(16, 1_000_000), None
        ),
        channels=tuple(key for key in SECRETS if key in reader),
        mail_from=reader.read("engineMailFrom", addresses.mail, None),
        mail_to=reader.read("engineMailTo", addresses.mails, None),
        escalation=reader.read("engineEscalation", _channels, ()),
        escalate_minutes=reader.read(
            "engineEscalateMinutes", values.whole(0, 7 * 1440), 15
        ),
    )
    _refuse_contradictions(reader, found)
    return found


def environment(settings: EngineSettings, volume_mib: int) -> Mapping[str, str]:
    """
    Return what the engine's own settings read.

    Args:
        volume_mib: What its database may take where the stack does not say.
    """
    env = {
        "AIOPS_SENSITIVITY": f"{settings.sensitivity:g}",
        "AIOPS_SEASON_S": str(settings.season_s),
        "AIOPS_INTERVAL_S": str(settings.interval_s),
        "AIOPS_RAW_DAYS": str(settings.raw_days),
        "AIOPS_AGGREGATED_DAYS": str(settings.aggregated_days),
        "AIOPS_MAX_DATABASE_MIB": str(settings.max_database_mib or volume_mib),
    }
    for key in settings.channels:
        env[_CHANNELS[key][1]] = f"/run/secrets/{SECRETS[key].name}"
    if settings.mail_from:
        env["AIOPS_NOTIFY_MAIL_FROM"] = settings.mail_from
    if settings.mail_to:
        env["AIOPS_NOTIFY_MAIL_TO"] = settings.mail_to
    if settings.escalation:
        env["AIOPS_NOTIFY_ESCALATION"] = ",".join(settings.escalation)
        env["AIOPS_NOTIFY_ESCALATE_MIN"] = str(settings.escalate_minutes)
    return env


def _sensitivity(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0.1 <= value <= 10:
        raise ValueError("is no sensitivity; use a number from 0.1 to 10, usually 1")
    return value


def _channels(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    known = [name for name, _ in _CHANNELS.values()]
    for name in names:
        if name not in known:
            raise ValueError(
                f"names {name!r}, which is no channel; use of: {', '.join(known)}"
            )
    return names


def _refuse_contradictions(reader: Reader, found: EngineSettings) -> None:
    if found.aggregated_days < found.raw_days:
        reader.refuse(
            "engineAggregatedDays",
            str(found.aggregated_days),
            f"is less than engineRawDays ({found.raw_days}): incidents would go before"
            " the spans that explain them; give at least as many",
        )
    if found.season_s < found.interval_s * 2:
        reader.refuse(
            "engineSeason",
            f"{found.season_s}s",
            "is shorter than two intervals; give a longer one, usually 1d",
        )
    if ("engineSmtpUrl" in reader) != ("engineMailTo" in reader):
        reader.refuse(
            "engineMailTo",
            found.mail_to or "",
            "and the secret engineSmtpUrl (smtp://user:password@host:port) belong"
            " together; set both, or neither",
        )
    if found.mail_from and "engineSmtpUrl" not in reader:
        reader.refuse(
            "engineMailFrom",
            found.mail_from,
            "is for mail; set the secret engineSmtpUrl too",
        )
    for name in found.escalation:
        key = next(key for key, (channel, _) in _CHANNELS.items() if channel == name)
        if key not in reader:
            reader.refuse(
                "engineEscalation",
                name,
                f"is a channel that is off; set its secret, {key}",
            )
    if "engineEscalateMinutes" in reader and not found.escalation:
        reader.refuse(
            "engineEscalateMinutes",
            str(found.escalate_minutes),
            "is for channels that are told second; name them in engineEscalation",
        )

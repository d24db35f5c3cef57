import pytest

from aiops import settings as aiops_settings
from infra.specs.engine import engine
from infra.specs.secret_keys import SET
from infra.specs.settings import SettingsError, parse

SMTP = {"engineSmtpUrl": SET, "engineMailTo": "oncall@example.com"}
# Places, which only a stack has.
OF_THE_STACK = (
    "AIOPS_KEYS_FOLDER",
    "AIOPS_CONSOLE_FOLDER",
    "AIOPS_NOTIFY_CONSOLE_URL",
)


def env(**raw):
    return engine(parse("dev", raw)).env


def test_a_stack_that_says_nothing_has_the_engines_own_defaults():
    said = aiops_settings.from_environment(
        {key: value for key, value in env().items() if key not in OF_THE_STACK}
    )
    default = aiops_settings.Settings()

    for name in ("sensitivity", "season_s", "interval_s", "raw_days", "notify"):
        assert getattr(said, name) == getattr(default, name), name
    assert said.aggregated_days == default.aggregated_days
    assert said.max_database_mib == default.max_database_mib


def test_what_a_stack_says_reaches_the_engine():
    found = env(
        engineSensitivity="2.5",
        engineSeason="7d",
        engineInterval="10s",
        engineRawDays="3",
        engineAggregatedDays="30",
        engineMaxDatabaseMib="512",
    )

    assert {name: found[f"AIOPS_{name}"] for name in ("SENSITIVITY", "SEASON_S")} == {
        "SENSITIVITY": "2.5",
        "SEASON_S": "604800",
    }
    assert found["AIOPS_INTERVAL_S"] == "10"
    assert (found["AIOPS_RAW_DAYS"], found["AIOPS_AGGREGATED_DAYS"]) == ("3", "30")
    assert found["AIOPS_MAX_DATABASE_MIB"] == "512"


def test_a_channel_is_switched_on_by_its_secret_which_is_a_file():
    spec = engine(parse("dev", {**SMTP, "engineSlackUrl": SET}))

    assert spec.env["AIOPS_NOTIFY_SLACK_URL_FILE"] == "/run/secrets/notify/slack-url"
    assert spec.env["AIOPS_NOTIFY_SMTP_URL_FILE"] == "/run/secrets/notify/smtp-url"
    assert spec.env["AIOPS_NOTIFY_MAIL_TO"] == "oncall@example.com"
    assert {each.key for each in spec.secrets} >= {"engine-slack-url"}
    assert "AIOPS_NOTIFY_WEBHOOK_URL_FILE" not in spec.env


def test_channels_that_are_told_second_are_named_with_their_patience():
    found = env(
        engineSlackUrl=SET,
        enginePagerdutyKey=SET,
        engineEscalation="pagerduty",
        engineEscalateMinutes="30",
    )

    assert found["AIOPS_NOTIFY_ESCALATION"] == "pagerduty"
    assert found["AIOPS_NOTIFY_ESCALATE_MIN"] == "30"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"engineSensitivity": "0"}, "use a number from 0.1 to 10"),
        ({"engineSensitivity": "nan"}, "use a number from 0.1 to 10"),
        ({"engineInterval": "31s"}, "from 1s to 30s"),
        ({"engineSeason": "30s"}, "from 1m to 4w"),
        ({"engineInterval": "30s", "engineSeason": "1m"}, None),
        ({"engineRawDays": "100"}, "give at least as many"),
        ({"engineMaxDatabaseMib": "15"}, "15"),
        ({"engineMailTo": "a@example.com"}, "set both, or neither"),
        ({"engineSmtpUrl": SET}, "set both, or neither"),
        ({"engineMailFrom": "a@example.com"}, "set the secret engineSmtpUrl too"),
        ({"engineEscalation": "pager"}, "which is no channel"),
        ({"engineEscalation": "slack"}, "set its secret, engineSlackUrl"),
        ({"engineEscalateMinutes": "5"}, "name them in engineEscalation"),
    ],
)
def test_what_cannot_be_is_refused_with_the_fix(raw, said):
    if said is None:
        parse("dev", raw)
        return
    with pytest.raises(SettingsError) as caught:
        parse("dev", raw)

    assert said in str(caught.value)


def test_all_mistakes_come_together():
    with pytest.raises(SettingsError) as caught:
        parse("dev", {"engineSensitivity": "x", "engineRawDays": "0"})

    assert len(caught.value.mistakes) == 2

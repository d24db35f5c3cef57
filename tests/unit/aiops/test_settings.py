"""The environment is checked as a whole."""

from pathlib import Path

import pytest

from aiops import notify
from aiops.errors import SettingsError
from aiops.settings import NAMES, Settings, from_environment


def parsed(files=None, **env):
    return from_environment(env, lambda path: (files or {})[path])


def mistakes(files=None, **env):
    with pytest.raises(SettingsError) as refusal:
        parsed(files, **env)
    return refusal.value.mistakes


def test_empty_environment_describes_an_engine():
    assert parsed() == Settings()


def test_all_mistakes_are_told_together():
    found = mistakes(
        AIOPS_PORT="80a",
        AIOPS_INTERVAL_S="60",
        AIOPS_SENSITIVITY="nan",
        AIOPS_PROMETHEUS_URL="prometheus:9090",
        AIOPS_KEYS_FOLDER="/no/such/folder",
    )

    assert found == (
        "AIOPS_PORT: '80a' is not accepted; give a number from 1 to 65535",
        "AIOPS_PROMETHEUS_URL: 'prometheus:9090' is not a URL; write it as"
        " http://host:port",
        "AIOPS_KEYS_FOLDER: '/no/such/folder' is not a folder; mount it there, or"
        " unset it",
        "AIOPS_INTERVAL_S: '60' is not accepted; give a number from 1 to 30",
        "AIOPS_SENSITIVITY: 'nan' is not accepted; give a number from 0.1 to 10",
    )


def test_misspelt_variable_is_named():
    assert mistakes(AIOPS_RAW_DAY="3") == (
        "AIOPS_RAW_DAY: is unknown; did you mean AIOPS_RAW_DAYS?",
    )


def test_variable_of_somebody_else_is_left_alone():
    assert parsed(AIOPS_SOMETHING_QUITE_DIFFERENT="x") == Settings()


def test_postgresql_is_spoken_with_by_psycopg():
    url = "postgresql://engine:secret@db/engine"

    found = parsed(
        {"/run/secrets/url": f"{url}\n"}, AIOPS_DATABASE_URL_FILE="/run/secrets/url"
    )

    assert found.database_url == url.replace("postgresql:", "postgresql+psycopg:")
    assert ":secret@" not in repr(found)


@pytest.mark.parametrize(
    ("url", "mistake"),
    [
        (
            "mysql://engine:secret@db/engine",
            "the scheme mysql is unknown; use sqlite:/// or postgresql://",
        ),
        (
            "engine:secret@db",
            "the scheme (none) is unknown; use sqlite:/// or postgresql://",
        ),
        (
            "sqlite:///:memory:",
            "a database in memory is not shared; name a file, as"
            " sqlite:////data/engine.db",
        ),
    ],
)
def test_database_that_cannot_be_used_is_refused(url, mistake):
    assert mistakes(AIOPS_DATABASE_URL=url) == (f"AIOPS_DATABASE_URL: {mistake}",)


def test_incidents_do_not_go_before_the_spans_that_explain_them():
    assert mistakes(AIOPS_RAW_DAYS="30", AIOPS_AGGREGATED_DAYS="7") == (
        "AIOPS_AGGREGATED_DAYS: 7 is less than AIOPS_RAW_DAYS, 30; incidents would go"
        " before the spans that explain them: give at least as many",
    )
    assert parsed(AIOPS_RAW_DAYS="365").aggregated_days == 365


def test_every_setting_is_in_the_help():
    source = "".join(
        Path(part.__code__.co_filename).read_text()
        for part in (from_environment, notify.read)
    )

    assert all(source.count(f'"{name}"') >= 2 for name in NAMES)

from pathlib import Path

import pytest

from notifications.errors import QueryError, SettingsError
from notifications.query import since
from notifications.settings import Settings, from_environment


def test_settings_come_from_the_environment(tmp_path):
    env = {
        "NOTIFICATIONS_HOST": "0.0.0.0",
        "NOTIFICATIONS_PORT": "9200",
        "NOTIFICATIONS_KEEP": "7",
        "NOTIFICATIONS_JOURNAL": str(tmp_path / "kept.jsonl"),
        "NOTIFICATIONS_STACK": "ci",
    }

    assert from_environment(env) == Settings(
        host="0.0.0.0",
        port=9200,
        keep=7,
        journal=tmp_path / "kept.jsonl",
        stack="ci",
    )


def test_an_empty_variable_means_the_default():
    assert from_environment({"NOTIFICATIONS_PORT": ""}) == Settings()


def test_all_mistakes_are_reported_together():
    env = {
        "NOTIFICATIONS_PORT": "http",
        "NOTIFICATIONS_KEEP": "0",
        "NOTIFICATIONS_JOURNAL": "/nowhere/at/all",
    }

    with pytest.raises(SettingsError) as caught:
        from_environment(env)

    assert str(caught.value) == (
        "the notifications page cannot start:\n"
        "  NOTIFICATIONS_PORT: 'http' is not accepted; use 1 to 65535\n"
        "  NOTIFICATIONS_KEEP: '0' is not accepted; use 1 to 10000\n"
        f"  NOTIFICATIONS_JOURNAL: {str(Path('/nowhere/at'))!r} is not a folder;"
        " mount a volume there, or leave the variable out"
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", None),
        ("other=1", None),
        ("since=1769860800.5", 1769860800.5),
        ("since=2026-01-31T12:00:00Z", 1769860800.0),
        ("since=2026-01-31T12:00:00", 1769860800.0),
        ("since=2026-01-31T13:00:00+01:00", 1769860800.0),
        ("since=1&since=2", 2.0),
    ],
)
def test_since_is_unix_seconds_or_a_moment(query, expected):
    assert since(query) == expected


@pytest.mark.parametrize("text", ["yesterday", "nan", "inf"])
def test_since_that_is_no_time_is_refused_with_the_fix(text):
    with pytest.raises(QueryError, match=f"since: '{text}' is no time; use Unix"):
        since(f"since={text}")

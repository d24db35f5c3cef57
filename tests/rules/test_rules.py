from itertools import pairwise

import pytest
import yaml

from catalog.alerts import Alert
from rules.__main__ import main
from rules.files import FILES, generated
from rules.model import RecordingRule
from tests.rules.documents import documents, write
from tests.rules.promtool import promtool


def alert_rules():
    demo = [text for name, text in generated().items() if name.startswith("demo/")]
    found = map(yaml.safe_load, demo)
    groups = [group for document in found for group in document["groups"]]
    return [rule for group in groups for rule in group["rules"] if "alert" in rule]


@pytest.fixture
def workplace(tmp_path):
    """The rules and their tests beside one another, as promtool wants them."""
    main(tmp_path)
    return tmp_path


def test_rules_do_what_their_tests_say(workplace):
    names = write(workplace, documents())

    done = promtool(workplace, "test", "rules", *names)

    assert len(names) > 10
    assert done.returncode == 0, done.stdout + done.stderr


def test_wrong_expectation_is_noticed(workplace):
    # Or the test above would prove nothing.
    [name] = write(workplace, {"wrong": documents()["target_down.test.yaml"]})
    file = workplace / name
    file.write_text(file.read_text().replace("items is down", "all is well"))

    done = promtool(workplace, "test", "rules", name)

    assert done.returncode != 0


def test_promtool_accepts_the_rules_and_has_nothing_to_remark(workplace):
    done = promtool(
        workplace, "check", "rules", "--lint=all", "--lint-fatal", *sorted(generated())
    )

    assert done.returncode == 0, done.stdout + done.stderr


def phases(alert):
    """What each test says of *alert*: whether it fires, in the order of time."""
    return [
        [
            bool(check["exp_alerts"])
            for check in test.get("alert_rule_test", ())
            if check["alertname"] == alert
        ]
        for document in documents().values()
        for test in document["tests"]
    ]


# Fires always.
ALERTS = [alert for alert in Alert if alert is not Alert.WATCHDOG]


@pytest.mark.parametrize("alert", Alert)
def test_alert_is_seen_firing(alert):
    assert any(any(seen) for seen in phases(alert))


@pytest.mark.parametrize("alert", ALERTS)
def test_alert_is_seen_silent_before_it_fires(alert):
    assert any(seen[0] is False and any(seen) for seen in phases(alert) if seen)


@pytest.mark.parametrize("alert", ALERTS)
def test_alert_is_seen_resolving(alert):
    assert any((True, False) in pairwise(seen) for seen in phases(alert))


def recorded():
    rules = [rule for groups in FILES.values() for g in groups for rule in g.rules]
    return {rule.record for rule in rules if isinstance(rule, RecordingRule)}


@pytest.mark.parametrize("record", sorted(recorded(), key=lambda r: r.name))
def test_recorded_series_is_seen_with_the_labels_of_the_catalog(record):
    expected = [
        sample["labels"]
        for document in documents().values()
        for test in document["tests"]
        for check in test.get("promql_expr_test", ())
        for sample in check["exp_samples"]
        if sample["labels"].startswith(record.name + "{")
    ]

    assert expected
    for sample in expected:
        assert all(f'{label}="' in sample for label in record.labels), sample
        assert sample.count('="') == len(record.labels), sample


def test_generator_removes_what_it_no_longer_makes(tmp_path):
    (tmp_path / "old.yaml").write_text("groups: []\n")

    main(tmp_path)

    found = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {str(path.relative_to(tmp_path)) for path in found} == generated().keys()

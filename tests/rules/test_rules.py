import shutil
from pathlib import Path

import pytest
import yaml

from catalog import alerts
from rules.__main__ import FOLDER, main
from rules.files import generated
from tests.rules.promtool import promtool

CASES = Path(__file__).parent
FILES = sorted(path.name for path in CASES.glob("*.test.yaml"))


def alert_rules():
    demo = [text for name, text in generated().items() if name.startswith("demo/")]
    documents = map(yaml.safe_load, demo)
    groups = [group for document in documents for group in document["groups"]]
    return [rule for group in groups for rule in group["rules"] if "alert" in rule]


@pytest.fixture
def workplace(tmp_path):
    """The rules and their tests beside one another, as promtool wants them."""
    main(tmp_path)
    for name in FILES:
        shutil.copy(CASES / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_alerts_fire_stay_silent_and_resolve(workplace, name):
    done = promtool(workplace, "test", "rules", name)

    assert done.returncode == 0, done.stdout + done.stderr


def test_wrong_expectation_is_noticed(workplace):
    # Or the tests above would prove nothing.
    file = workplace / "target_down.test.yaml"
    file.write_text(file.read_text().replace("items is down", "all is well"))

    done = promtool(workplace, "test", "rules", file.name)

    assert done.returncode != 0


@pytest.mark.parametrize("name", sorted(generated()))
def test_promtool_accepts_the_rules(workplace, name):
    done = promtool(workplace, "check", "rules", name)

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_has_a_test():
    tested = "".join((CASES / name).read_text() for name in FILES)

    missing = [r["alert"] for r in alert_rules() if f"name: {r['alert']}" not in tested]
    assert missing == []


@pytest.mark.parametrize("rule", alert_rules(), ids=lambda rule: rule["alert"])
def test_alert_has_a_severity_of_the_catalog_and_a_complete_runbook(rule):
    runbook = FOLDER.parents[1] / "docs" / "runbooks" / f"{rule['alert']}.md"
    headings = [
        line for line in runbook.read_text().splitlines() if line.startswith("## ")
    ]

    assert alerts.Severity(rule["labels"]["severity"])
    assert headings[:4] == ["## Meaning", "## Impact", "## Diagnosis", "## Mitigation"]
    assert headings[4:] in ([], ["## Rollback"])


def test_generator_removes_what_it_no_longer_makes(tmp_path):
    (tmp_path / "old.yaml").write_text("groups: []\n")

    main(tmp_path)

    found = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {str(path.relative_to(tmp_path)) for path in found} == generated().keys()

import json
import re

import pytest

from policies import exemptions
from tests.unit.changes.factories import (
    CONTAINER,
    FOLDER,
    container,
    replaced,
    text,
    volume,
)
from tests.unit.changes.factories import step as a_step
from tests.unit.changes.test_rules import DOWN
from tests.unit.changes.test_rules import text as rules_text
from tests.unit.previews.factories import a_dashboard_json, a_panel_json
from tools.changes.__main__ import main

A, B = "sha256:" + 64 * "a", "sha256:" + 64 * "b"


def config(rule):
    return {"files": {"rules/targets.yaml": rules_text(rule), "prometheus.yml": "a: 1"}}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(exemptions, "FILE", tmp_path / "exemptions.toml")

    def made(*steps, allowed="", words=(), **others):
        (tmp_path / "exemptions.toml").write_text(allowed)
        (tmp_path / "preview.json").write_text(text(*steps, **others))
        code = main(
            [
                "--preview", str(tmp_path / "preview.json"),
                "--markdown", str(tmp_path / "out.md"),
                "--html", str(tmp_path / "out.html"),
                *words,
            ]
        )  # fmt: skip
        return code, tmp_path

    return made


def test_nothing_to_change_is_said_in_a_few_lines(run):
    code, folder = run(a_step("same", CONTAINER, "items", container(), container()))

    said = (folder / "out.md").read_text()
    assert code == 0
    assert said.startswith("<!-- pharos-changes:rpt -->\n## Changes to")
    assert "No resource changes." in said
    assert "256 MiB, 1 CPU, as before." in said


def test_a_replaced_container_is_told_with_its_downtime_and_images(run):
    code, folder = run(*replaced(container(image=A), container(image=B), "image"))

    said = (folder / "out.md").read_text()
    assert code == 0
    assert "1 replaced." in said
    assert "**Downtime**: items is away" in said
    assert "| items | shop |  |  | 1 |  |" in said
    assert "no bill of materials given | not audited" in said


def test_a_deleted_volume_is_refused_by_name(run, capsys):
    code, folder = run(volume("delete", {}))

    assert code == 1
    assert "refused: volume items-data is deleted" in capsys.readouterr().err
    assert "**Refused.** 1 deleted." in (folder / "out.md").read_text()


ALLOWED = """
[[exemption]]
policy = "volume-not-deleted"
stack = "rpt"
resource = "items-data"
reason = "the items move to a server"
until = 9999-12-31
"""


def test_a_deleted_volume_that_the_file_allows_is_told(run):
    code, folder = run(volume("delete", {}), allowed=ALLOWED)

    assert code == 0
    assert "**Data loss, allowed**" in (folder / "out.md").read_text()


def test_what_pulumi_itself_refuses_is_refused(run, capsys):
    said = [{"severity": "error", "message": "error: items-data is protected"}]

    code, folder = run(diagnostics=said)

    assert code == 1
    assert "items-data is protected" in capsys.readouterr().err
    assert "**Pulumi refuses**" in (folder / "out.md").read_text()


def test_a_changed_alert_is_told_before_and_after(run):
    after = {**DOWN, "expr": "up < 1", "for": "5m"}
    step = a_step("update", FOLDER, "prometheus-config", config(DOWN), config(after))

    _, folder = run(step)

    said = (folder / "out.md").read_text()
    assert "### Alerts, compared with what runs" in said
    assert "| expr, for 1m → 5m |" in said
    assert "up == 0" in said
    assert "up &lt; 1" in (folder / "out.html").read_text()


@pytest.fixture
def dashboards(tmp_path):
    def step(before, after):
        both = [
            {"files": {"shop.json": a_dashboard_json(panel)}}
            for panel in (before, after)
        ]
        return a_step("update", FOLDER, "grafana-dashboards", *both)

    values = [[1_700_000_000 + 15 * n, str(n)] for n in range(241)]
    data = {
        "data": {"resultType": "matrix", "result": [{"metric": {}, "values": values}]}
    }
    answers = {f"range|3600|15|{expr}": data for expr in ("up", "2 * up")}
    recording = tmp_path / "answers.json"
    recording.write_text(
        json.dumps({"version": 1, "at_s": 1_700_003_600, "answers": answers})
    )
    return step, recording


def test_a_changed_panel_is_told_and_drawn_before_and_after(run, dashboards):
    step, recording = dashboards
    panels = a_panel_json(), a_panel_json(targets=[{"expr": "2 * up", "refId": "A"}])

    _, folder = run(step(*panels), words=["--recording", str(recording)])

    assert "Pictures before and after" in (folder / "out.md").read_text()
    page = (folder / "out.html").read_text()
    assert len(re.findall(r"<figure><svg", page)) == 2
    assert "Requests, before" in page


def test_without_data_a_changed_panel_is_told_in_words(run, dashboards):
    step, _ = dashboards

    _, folder = run(step(a_panel_json(), a_panel_json(title="Load")))

    said = (folder / "out.md").read_text()
    assert "- **Load**: added" in said
    assert "- **Requests**: removed" in said
    assert "<figure" not in (folder / "out.html").read_text()


def test_policies_that_nobody_asked_are_not_called_passed(run):
    _, folder = run()

    assert "### Policies\n\nNot asked." in (folder / "out.md").read_text()


def test_a_plan_is_told_by_its_hash(run, tmp_path):
    (tmp_path / "plan.json").write_text("{}")

    _, folder = run(words=["--plan", str(tmp_path / "plan.json")])

    assert "plan.json, sha256 44136fa355b3678a" in (folder / "out.md").read_text()


@pytest.mark.parametrize(
    "words",
    [
        ["--events", "nowhere"],
        ["--plan", "nowhere"],
        ["--sboms", "nowhere"],
        ["--base", "no-such-revision"],
    ],
)
def test_an_input_that_is_not_there_is_named(run, capsys, words):
    code, _ = run(words=words)

    assert code == 2
    assert words[1] in capsys.readouterr().err

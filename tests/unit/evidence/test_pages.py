"""What is written for people and programs."""

import itertools
import json

import pytest

from tests.unit.evidence.factories import BEGIN, make_outcome, make_rule, reached
from tools.evidence.bar import bar, parts
from tools.evidence.cases import BY_NAME, CASES, limits_s, shown
from tools.evidence.chart import chart, round_step
from tools.evidence.folder import new_folder, write, write_index
from tools.evidence.outcome import Picture, Verdict, lateness, timeline
from tools.evidence.page import page
from tools.evidence.progress import Milestone, since_fault
from tools.traffic.summary import Answer

NO_FILE = b""
PNG = b"\x89PNG picture"


def test_the_bar_s_parts_follow_each_other_from_the_fault_to_the_end():
    found = parts(since_fault(reached()))

    assert (found[0].begin_s, found[-1].end_s) == (0, 360)
    assert all(a.end_s == b.begin_s for a, b in itertools.pairwise(found))


def test_a_run_without_a_fault_has_no_bar():
    assert bar({}) == bar({Milestone.FAULT: 0.0}) == ""


def test_the_chart_draws_a_line_per_series_the_threshold_and_the_fault():
    history = {
        "a": [(BEGIN, 0.0), (BEGIN + 60, 0.2)],
        "b": [(BEGIN, 0.1), (BEGIN + 60, 0.1)],
    }

    drawn = chart(BY_NAME["5xx"], history, reached())

    assert drawn.count('class="series"') == 2
    assert all(word in drawn for word in ("threshold", "fault on", "5.0 %"))


@pytest.mark.parametrize(
    ("highest", "step"), [(0.136, 0.05), (0.05, 0.02), (3.05, 1), (12, 5), (0.9, 0.2)]
)
def test_the_chart_s_steps_are_round(highest, step):
    assert round_step(highest) == pytest.approx(step)


def test_a_gap_in_a_series_is_not_bridged():
    history = {"a": [(BEGIN, 1.0), (BEGIN + 5, 1.0), (BEGIN + 90, 1.0)]}

    assert chart(BY_NAME["drop"], history, {}).count("M") == 2


def test_without_values_the_chart_says_so():
    assert "had no value" in chart(BY_NAME["5xx"], {}, {})


def test_the_timeline_counts_from_the_fault():
    told = timeline(make_outcome(fired=["AppHigh5xxErrorRate", "Watchdog"]))

    by_name = {m["milestone"]: m for m in told["milestones"]}
    assert by_name["pending"]["seconds_since_fault"] == 30
    assert by_name["calm"]["seconds_since_fault"] is None
    assert by_name["fault"]["at"] == "2027-01-15T08:00:00.000Z"
    assert told["other_alerts_fired"] == ["Watchdog"]


def test_the_summary_holds_its_pictures_and_names_those_that_are_missing():
    pictures = [
        Picture(title="Firing", file="firing.png"),
        Picture(title="p95", file="", missing="no browser"),
    ]

    text = page(make_outcome(pictures=pictures), lambda _: PNG)

    assert "data:image/png;base64,iVBORyBwaWN0dXJl" in text
    assert "<li>p95: no browser</li>" in text


def test_nothing_said_by_others_becomes_markup():
    outcome = make_outcome(
        reason="<script>1</script>",
        documents={"a.json": {"x": "<script>2</script>"}},
        rule=make_rule(annotations={"runbook_url": 'http://x"><script>'}),
        verdict=Verdict.FAILED,
    )

    assert "<script>" not in page(outcome, lambda _: NO_FILE)


def test_the_summary_loads_nothing_from_elsewhere():
    text = page(make_outcome(), lambda _: NO_FILE)

    assert all(
        word not in text for word in ("<script", "<link", 'src="http', "@import")
    )


def test_a_folder_is_never_used_twice(tmp_path):
    folders = {new_folder(tmp_path, "5xx", BEGIN) for _ in range(3)}

    assert {f.name for f in folders} == {
        "20270115T080000Z-5xx",
        "20270115T080000Z-5xx-2",
        "20270115T080000Z-5xx-3",
    }


def test_a_folder_holds_timeline_answers_signal_and_summary(tmp_path):
    (tmp_path / "firing.png").write_bytes(PNG)
    outcome = make_outcome(
        documents={"prometheus-firing.json": [{"state": "firing"}]},
        pictures=[Picture(title="Firing", file="firing.png")],
        history={"": [(BEGIN, 0.5)]},
    )

    summary = write(tmp_path, outcome)

    assert summary.read_text().startswith("<!doctype html>")
    said = json.loads((tmp_path / "prometheus-firing.json").read_text())
    assert said == [{"state": "firing"}]
    assert json.loads((tmp_path / "timeline.json").read_text())["verdict"] == "passed"
    assert json.loads((tmp_path / "signal.json").read_text()) == {"": [[BEGIN, 0.5]]}


def test_the_index_links_every_run(tmp_path):
    runs = [
        ("5xx", make_outcome()),
        ("drop", make_outcome(case="drop", until=Milestone.PENDING, reason="late")),
    ]

    text = write_index(tmp_path, runs).read_text()

    assert 'href="5xx/index.html"' in text
    assert 'href="drop/index.html"' in text
    assert "late" in text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_names_its_threshold_with_a_unit(case):
    assert case.limit.split()[0] in ("above", "below")
    assert shown(case.threshold, case) in case.limit


def test_a_missing_value_is_said_so():
    assert shown(None, BY_NAME["5xx"]) == "no value"


def test_a_rule_s_own_wait_comes_on_top_of_the_limit():
    short, long = limits_s(60, 1.0), limits_s(600, 1.0)

    assert long[Milestone.FIRING] - short[Milestone.FIRING] == 540
    assert limits_s(60, 2.0)[Milestone.CALM] == 2 * short[Milestone.CALM]


def test_every_milestone_has_a_limit():
    assert set(limits_s(0, 1.0)) == set(Milestone)


def test_a_sender_that_fell_behind_is_told_with_the_fix():
    def sent(*late_s):
        return [
            Answer(scenario="x", label="GET /", status=200, took_s=0.1, late_s=each)
            for each in late_s
        ]

    assert lateness(sent(0.0, 42.4, 3.0)) == (
        "; requests were sent up to 42 s late, so fewer than asked for: run it again"
        " when the machine is less busy"
    )
    assert lateness(sent(0.1, 4.9)) == lateness(()) == ""

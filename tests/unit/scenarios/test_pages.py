"""What is written of a run: figures, tables, a page with pictures."""

import json
from dataclasses import replace

import pytest

from tests.unit.scenarios.factories import BEGIN, make_result
from tools.scenarios.folder import write
from tools.scenarios.markdown import markdown
from tools.scenarios.picture import picture
from tools.scenarios.remedy import Remedied
from tools.scenarios.repair import ACT_S, FIND_S, NOTICE_S, READ_S, by_hand_s, repairs
from tools.scenarios.result import Curve, Normal, Report
from tools.scenarios.wording import rows, verdict

CURVE = Curve(
    service="payment",
    operation="POST /payment",
    signal="errors",
    unit="ratio",
    rows=tuple(
        (BEGIN + at, 0.5 if at > 0 else 0.0, 0.01, 0.0, 0.1)
        for at in range(-60, 100, 5)
    ),
)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "right"),
        ({"delay": None, "rank": 0}, "not told"),
        ({"rank": 2}, "cause not first"),
        ({"incidents": 2}, "several incidents"),
        ({"incidents": 2, "wrong": ("it",)}, "wrong incident"),
    ],
)
def test_a_verdict_says_the_worst(given, said):
    assert verdict(make_result(**given)) == said


def test_a_row_has_every_figure():
    assert rows(make_result()) == [
        (
            *("error-spike", "payment/payment", "12.0", "1", "12.0", "1", "0"),
            *("90.0", "35.0", "right"),
        )
    ]


def test_the_picture_shows_the_fault_the_incident_and_the_alert():
    drawn = picture(
        replace(make_result(), events=((BEGIN + 12, "payment fails"),)), CURVE
    )

    assert [drawn.count(f'class="{name}"') for name in ("fault", "told", "fires")] == [
        *(1, 1, 1)
    ]
    assert "AppHigh5xxErrorRate fires" in drawn


def test_a_signal_without_values_is_said_not_drawn():
    empty = replace(CURVE, rows=((BEGIN, None, None, None, None),))

    assert "no value of errors" in picture(make_result(), empty)


def test_time_to_repair_stands_beside_the_declared_model():
    done = Remedied(
        action="restart", approved_at=BEGIN + 20, done_at=BEGIN + 25, failed=0
    )
    results = [replace(make_result(), remedied=done), make_result(firing=100.0)]

    assert repairs(results) == {"error-spike": 25 + READ_S}
    assert by_hand_s(results) == 95 + NOTICE_S + FIND_S + ACT_S
    assert "declared model by hand" in markdown(Report(results=results))


def test_a_repair_that_failed_is_none():
    failed = Remedied(action="restart", approved_at=BEGIN, done_at=BEGIN, failed=1)

    assert repairs([replace(make_result(), remedied=failed)]) == {}


def test_the_folder_holds_figures_table_and_page(tmp_path):
    normal = Normal(minutes=60, days=6, requests=9, incidents=("<it>",), alerts=())
    report = Report(results=[replace(make_result(), curves=(CURVE,))], normal=normal)

    page = write(tmp_path, report).read_text()

    told = json.loads((tmp_path / "results.json").read_text())
    assert told["scenarios"][0]["told"][0]["delay_s"] == 12.0
    assert (
        "| error-spike | payment/payment | 12.0 | 1 |"
        in (tmp_path / "table.md").read_text()
    )
    assert "<svg" in page
    assert "<it>" not in page

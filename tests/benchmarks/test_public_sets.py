"""The engine's analyses on the public sets, where these lie beside the checkout."""

import json
from pathlib import Path

import pytest

from aiops.evaluate.cli import main
from tests.benchmarks import detector_cost
from tests.benchmarks.public_sets import cause_table, judge
from tests.tools import require

SHARED = Path(__file__).resolve().parents[3] / "shared"


def scored(tmp_path, form, folder, *words):
    """Return the scorer's figures, and the share of cases that it judged."""
    data = SHARED / "data" / folder
    require("public-data-sets", found=data.is_dir())
    out = tmp_path / "out.jsonl"
    assert main(["rca", "--format", form, str(data), "--out", str(out), *words]) == 0
    scorer = SHARED / "bench" / "score_rca.py"
    return judge(scorer, str(data), str(out), "--format", form)


@pytest.mark.parametrize("late_s", [0, 60])
def test_petshop_causes_are_found_and_quiet_windows_stay_quiet(late_s, tmp_path):
    figures = scored(tmp_path, "petshop", "petshop", "--onset-delay-s", str(late_s))

    assert figures["missing"] == []
    assert figures["top1"] >= 0.95
    assert figures["top3"] == 1.0
    assert figures["ece"] <= 0.10
    assert figures["specificity"]["latency"]["specificity"] >= 0.90


def test_the_cost_of_the_detector_is_measured_over_several_series():
    us, size = detector_cost.measure(200, 5)

    assert 0 < us < 1000
    assert size < 5 * 1024
    assert "| 200 |" in detector_cost.section([(200, us, size)], "")


def test_figures_are_a_row_per_set_and_delay():
    figures = {"cases": 2, "top1": 0.5, "top3": 1.0, "ece": 0.1, "seconds_p95": 0.2}

    assert "| Made up | 60 | 2 | 0.500 | 1.000 | 0.100 |  | 0.20 |" in cause_table(
        [("Made up", 60, figures)]
    )


def test_a_prediction_file_is_the_same_twice(tmp_path):
    data = SHARED / "data" / "petshop"
    require("public-data-sets", found=data.is_dir())
    answers = []
    for name in ("one", "two"):
        out = tmp_path / name
        main(["rca", "--format", "petshop", str(data), "--out", str(out)])
        lines = map(json.loads, out.read_text().splitlines())
        answers.append([(a["case"], a["ranking"], a["confidence"]) for a in lines])

    assert answers[0] == answers[1]

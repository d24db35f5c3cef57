from pathlib import Path

from tests.unit.gate.factories import a_result
from tools.gate.model import State
from tools.gate.summary import explanation, render

RESULTS = [
    a_result("lint", State.FAILED, said="2 errors", took_s=0.42, output="E501\n"),
    a_result("format", State.CACHED, said="passed 2026-01-02 03:04, took 0.2 s"),
    a_result("image scan", State.NOT_AUDITED, said="offline", took_s=1.0),
]
ORDER = ["format", "lint", "types", "image scan"]


def test_plain_table_has_a_line_per_stage_in_the_table_s_order():
    assert render(RESULTS, ORDER, plain=True, width=80).splitlines() == [
        "STAGE       STATE        TIME",
        "format      cached              passed 2026-01-02 03:04, took 0.2 s",
        "lint        failed       0.4 s  2 errors",
        "image scan  not audited  1.0 s  offline",
    ]


def test_table_for_a_terminal_says_the_same_in_colour():
    drawn = render(RESULTS, ORDER, plain=False, width=80)

    assert "\x1b[1;31mfailed" in drawn
    assert "not audited" in drawn
    assert max(len(line) for line in drawn.splitlines()) < 200


def test_first_failure_is_shown_and_the_rest_named():
    others = a_result("types", State.FAILED, output="error: no")

    said = explanation([RESULTS[0], others], Path("artifacts/gate"))

    assert said.splitlines() == [
        "--- lint: failed ---",
        "E501",
        "",
        "not passed: lint, types; logs: artifacts/gate/",
    ]


def test_long_output_is_cut_at_its_beginning():
    output = "".join(f"line {number}\n" for number in range(100))

    said = explanation([a_result("Rule tests", State.FAILED, output=output)], Path("l"))

    assert "(40 lines before are in l/rule-tests.log)" in said
    assert "line 39\n" not in said
    assert "line 40\n" in said


def test_stage_that_wrote_nothing_is_explained_by_its_reason():
    reason = a_result("preview", State.NOT_RUN, said="needs lint")

    assert "needs lint" in explanation([reason], Path("l"))

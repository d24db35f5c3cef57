import json

import pytest

from tests.unit.bootstrap.factories import a_container
from tools.bootstrap import drift
from tools.bootstrap.drift import Difference, Drift, Verdict
from tools.bootstrap.errors import PulumiError

WEB = "urn:pulumi:dev::pharos::docker:index/container:Container::pharos-dev-items"


def said(*steps, **fields):
    document = {"steps": [*steps], "changeSummary": {"same": 3}, **fields}
    return f"warning: using a plugin from $PATH\n{json.dumps(document)}\n"


def a_step(op, **fields):
    return {"op": op, "urn": WEB, **fields}


@pytest.mark.parametrize("operation", ["same", "read", "refresh"])
def test_what_changes_nothing_is_no_drift(operation):
    assert drift.of_preview(said(a_step(operation))) == []


@pytest.mark.parametrize(
    ("step", "found"),
    [
        (a_step("create"), "has to be made: it is gone"),
        (a_step("update", diffReasons=["memory"]), "has to be changed (memory)"),
        (
            a_step("replace", replaceReasons=["image"], diffReasons=["image", "name"]),
            "has to be replaced (image)",
        ),
        (
            a_step("update", detailedDiff={"ports[0]": {}}),
            "has to be changed (ports[0])",
        ),
        (a_step("import"), "has to be import"),
    ],
)
def test_a_difference_is_named_with_what_has_changed(step, found):
    assert drift.of_preview(said(step)) == [
        Difference(what="Container pharos-dev-items", found=found)
    ]


def test_the_error_that_pulumi_makes_of_a_difference_is_none():
    complaint = {"severity": "error", "message": "no changes were expected"}

    assert drift.of_preview(said(a_step("update"), diagnostics=[complaint]))


@pytest.mark.parametrize(
    "text",
    [
        "error: the passphrase is wrong",
        "",
        '{"steps": [',
        json.dumps({"diagnostics": [{"severity": "error", "message": "no engine"}]}),
        said(diagnostics=[{"severity": "error", "message": "rules are wrong"}]),
    ],
)
def test_a_preview_that_did_not_end_well_is_an_error_and_no_drift(text):
    with pytest.raises(PulumiError):
        drift.of_preview(text)


def test_what_pulumi_complains_of_is_what_the_error_says():
    text = json.dumps(
        {"diagnostics": [{"severity": "error", "message": "no engine\n"}]}
    )

    with pytest.raises(PulumiError, match=r"^no engine$"):
        drift.of_preview(text)


@pytest.mark.parametrize("state", ["exited", "paused", "restarting", "dead"])
def test_a_container_that_does_not_run_has_drifted(state):
    assert drift.of_engine([a_container(service="items", state=state)]) == [
        Difference(what="Container items", found=f"{state}, not running")
    ]


def test_a_container_that_runs_has_not_drifted():
    assert drift.of_engine([a_container(state="running")]) == []


def test_what_pulumi_and_the_engine_say_of_one_thing_is_one_difference():
    found = [
        Difference(what="Container items", found="has to be changed (mustRun)"),
        Difference(what="Container stock", found="has to be changed (memory)"),
        Difference(what="Container items", found="exited, not running"),
    ]

    assert drift.merged(found) == (
        Difference(
            what="Container items",
            found="has to be changed (mustRun); exited, not running",
        ),
        Difference(what="Container stock", found="has to be changed (memory)"),
    )


DIFFERENCE = Difference(what="container a|b", found="exited, not running")


@pytest.mark.parametrize(
    ("found", "verdict", "line", "markdown"),
    [
        (
            Drift(stack="dev"),
            Verdict.CLEAN,
            "stack 'dev' is as its code declares",
            "What runs is what the code declares.",
        ),
        (
            Drift(stack="dev", differences=(DIFFERENCE,)),
            Verdict.DRIFT,
            "stack 'dev' has drifted in 1 place:",
            "| container a\\|b | exited, not running |",
        ),
        (
            Drift(stack="dev", error="no engine"),
            Verdict.ERROR,
            "error: stack 'dev' cannot be compared with its code:",
            "no engine",
        ),
    ],
)
def test_the_three_verdicts_are_told_apart(found, verdict, line, markdown):
    assert found.verdict == verdict
    assert found.lines()[0] == line
    assert markdown in found.markdown()
    assert found.as_json()["verdict"] == verdict

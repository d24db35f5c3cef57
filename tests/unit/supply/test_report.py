"""Verdicts, exit codes, tables and JSON."""

import io

import pytest
from rich.console import Console

from tests.unit.supply.factories import entry, finding
from tools.supply.display import as_json, show
from tools.supply.report import EXIT_CODES, Report


def report(**more):
    return Report(command="images", examined="2 images", **more)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (report(), 0),
        (report(listed=(finding(),)), 0),
        (report(findings=(finding(),)), 1),
        (report(not_audited=("nobody answers",)), 3),
        (report(findings=(finding(),), not_audited=("nobody answers",)), 1),
    ],
    ids=["nothing", "unfixed", "found", "not audited", "found and not audited"],
)
def test_exit_code_follows_from_what_was_found(given, code):
    assert EXIT_CODES[given.verdict] == code


def test_table_shows_what_where_and_why():
    out = io.StringIO()
    given = report(
        findings=(finding(where="shop/libc6", what="CVE-1", severity="HIGH"),),
        listed=(finding(where="shop/zlib", what="CVE-2"),),
        accepted=((finding(where="shop/tar", what="CVE-3"), entry()),),
        not_audited=("Go: nobody answers",),
    )

    show(given, Console(file=out, width=100))

    said = out.getvalue()
    for word in ("shop/libc6", "CVE-1", "HIGH", "shop/zlib", "CVE-3", "made up"):
        assert word in said
    assert "not audited: Go: nobody answers" in said
    last = "images: failed (2 images; 1 found, 1 listed, 1 accepted)"
    assert said.splitlines()[-1] == last


def test_json_says_the_same():
    said = as_json(report(accepted=((finding(), entry()),), not_audited=("x",)))

    assert said["verdict"] == "not audited"
    assert said["accepted"][0]["reason"] == "made up"
    assert said["not_audited"] == ["x"]

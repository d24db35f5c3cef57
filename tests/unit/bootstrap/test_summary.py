import argparse

from tests.unit.bootstrap.factories import places_in
from tools.bootstrap import artifacts
from tools.bootstrap.commands import coverage, summary
from tools.bootstrap.context import Context

TABLE = """| Name | Stmts | Miss | Cover |
|----- | ----: | ---: | ----: |
| app/a.py | 10 | 5 | 50% |
| **TOTAL** | **10** | **5** | **50%** |

1 file skipped due to complete coverage.
"""


def a_context(tmp_path):
    return Context(
        arguments=argparse.Namespace(stack="dev", plain=True),
        where=places_in(tmp_path),
    )


def test_the_markdown_of_all_commands_goes_onto_the_page(tmp_path, monkeypatch, capsys):
    context = a_context(tmp_path)
    page = tmp_path / "page.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    artifacts.write(context.where.checkout, "drift/dev.md", "## Drift")
    artifacts.write(context.where.checkout, "coverage/summary.md", "## Coverage\n")
    artifacts.write(context.where.checkout, "drift/dev.json", {"verdict": "clean"})
    preview = context.where.stack("dev") / "preview"
    preview.mkdir(parents=True)
    (preview / "changes.md").write_text("<!-- mark -->\n## Changes\n")

    assert summary.run(context) == 0

    assert page.read_text() == (
        "## Coverage\n\n## Drift\n\n<!-- mark -->\n## Changes\n"
    )
    assert "3 parts" in capsys.readouterr().out


def test_without_a_page_it_is_printed(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    context = a_context(tmp_path)
    artifacts.write(context.where.checkout, "drift/dev.md", "## Drift")

    summary.run(context)

    assert capsys.readouterr().out == "## Drift\n\n"


def test_what_github_would_refuse_is_cut_and_says_so():
    cut = summary.joined(["é" * 100 + "\n"] * 6000)

    assert len(cut.encode()) <= summary.LARGEST_BYTES
    assert cut.endswith("The rest is in the artefacts of this run.\n")
    # No line is cut through.
    lines = cut.partition("\n\nThe rest")[0].split("\n")
    assert {*lines} == {"é" * 100, ""}


def test_the_total_of_coverage_is_in_front():
    page = coverage.page(TABLE)

    assert page.startswith("## Coverage\n\nTOTAL 10 5 50%; 1 file skipped")
    assert "| app/a.py |" in page


def test_a_bound_that_is_missed_is_named():
    refused = f"{TABLE}Coverage failure: total of 50 is less than fail-under=60\n"

    assert "total of 50 is less than fail-under=60" in coverage.total(refused)

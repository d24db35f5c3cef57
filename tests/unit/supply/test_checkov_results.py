"""What checkov's answer comes to."""

from pathlib import Path

import pytest

from tools.supply import checkov
from tools.supply.checkov_command import is_judged

ROOT = Path("/checkout")


def check(id, file, begin=1, end=2):
    return {
        "check_id": id,
        "check_name": f"name of {id}",
        "file_abs_path": f"/checkout/{file}",
        "file_line_range": [begin, end],
        "guideline": None,
    }


RESULTS = [
    {
        "passed_checks": [check("A", "Dockerfile")],
        "failed_checks": [check("B", "Dockerfile", 3, 4)],
        "skipped_checks": [check("C", "x/Dockerfile")],
        "parsing_errors": ["y/Dockerfile"],
    }
]


def test_failures_skips_by_comment_and_what_cannot_be_parsed_are_found():
    found = {(f.where, f.what): f.detail for f in checkov.findings(RESULTS, ROOT)}

    assert found == {
        ("Dockerfile", "B"): "lines 3 to 4: name of B",
        ("x/Dockerfile", "C"): (
            "lines 1 to 2: name of C: skipped by a comment; accept it in"
            " tools/supply/accepted.toml instead"
        ),
        ("y/Dockerfile", "PARSING"): "cannot be parsed",
    }


def test_files_with_a_verdict_are_known():
    assert checkov.seen(RESULTS, ROOT) == {"Dockerfile", "x/Dockerfile", "y/Dockerfile"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Dockerfile", True),
        ("tools/images/recipes/app.Dockerfile", True),
        (".github/workflows/ci.yml", True),
        (".github/workflows/README.md", False),
        (".github/dependabot.yml", False),
        ("docs/dockerfile.md", False),
    ],
)
def test_dockerfiles_and_workflows_are_judged(path, expected):
    assert is_judged(path) is expected

"""Locked packages, and the advisories that speak of them."""

import subprocess
from datetime import date

import pytest

from tests.unit.supply.factories import ADVISORIES, Known, package
from tools.supply import dependencies_command, pip_audit
from tools.supply.advisories.folder import Folder
from tools.supply.errors import UsageError
from tools.supply.locked_packages import of_go_mod, of_package_lock, of_requirements
from tools.supply.report import Verdict

REQUIREMENTS = """\
invented-lantern==1.3 \\
    --hash=sha256:aa
psycopg[binary]==3.3.9 ; python_version > '3' \\
    --hash=sha256:bb
epoch==1769699379!11.6.0 \\
    --hash=sha256:cc
"""
GO_MOD = """\
module pharos.invalid/x

go 1.26

require example.invalid/bell v0.2.0

require (
\texample.invalid/foghorn v0.9.0 // indirect
)

replace example.invalid/old => example.invalid/new v1.1.0
"""
LOCK = """\
{"lockfileVersion": 3, "packages": {
  "": {"name": "ours", "version": "1.0.0"},
  "node_modules/@invented/mooring": {"version": "1.9.0"},
  "node_modules/a/node_modules/b": {"version": "2.0.0"}
}}
"""


def test_requirements_are_read_with_extras_markers_and_epochs():
    assert list(of_requirements(REQUIREMENTS)) == [
        package("invented-lantern", "1.3"),
        package("psycopg", "3.3.9"),
        package("epoch", "1769699379!11.6.0"),
    ]


def test_go_mod_gives_what_is_required_and_what_replaces():
    assert {(p.name, p.version) for p in of_go_mod(GO_MOD)} == {
        ("example.invalid/bell", "v0.2.0"),
        ("example.invalid/foghorn", "v0.9.0"),
        ("example.invalid/new", "v1.1.0"),
    }


def test_package_lock_gives_what_others_wrote():
    assert {(p.name, p.version) for p in of_package_lock(LOCK)} == {
        ("@invented/mooring", "1.9.0"),
        ("b", "2.0.0"),
    }


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "app.txt").write_text(REQUIREMENTS)
    (tmp_path / "go.mod").write_text(GO_MOD)
    (tmp_path / "package-lock.json").write_text(LOCK)
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", "-C", tmp_path, *words], check=True)
    return tmp_path


def judged(root, source):
    return dependencies_command.run(
        root, source, [], date(2026, 6, 1), python_too=True, say=lambda _: None
    )


def test_known_bad_packages_of_a_dump_are_found(checkout):
    report = judged(checkout, Folder(ADVISORIES))

    assert {(each.where, each.what) for each in report.findings} == {
        ("PyPI/invented-lantern", "CVE-2026-990001"),
        ("Go/example.invalid/foghorn", "CVE-2026-990002"),
        ("npm/@invented/mooring", "PHAROS-2026-0003"),
    }


def test_silent_source_means_not_audited(checkout):
    report = judged(checkout, Known(silent={"Go": "nobody answers"}))

    assert report.verdict is Verdict.NOT_AUDITED
    assert report.not_audited == ("Go: nobody answers",)


def test_checkout_without_lock_files_is_refused(checkout):
    subprocess.run(["git", "-C", checkout, "rm", "-rq", "--cached", "."], check=True)

    with pytest.raises(UsageError, match="no tracked lock file"):
        judged(checkout, Known())


def test_pip_audits_answer_is_read():
    said = {
        "dependencies": [
            {"name": "good", "version": "1", "vulns": []},
            {
                "name": "lantern",
                "version": "1.3",
                "vulns": [
                    {
                        "id": "PYSEC-1",
                        "aliases": ["CVE-9"],
                        "fix_versions": ["1.4"],
                        "description": "bad\nvery",
                    }
                ],
            },
            {"name": "odd", "skip_reason": "not on the index"},
        ]
    }

    [found] = pip_audit.found(said)
    assert (found.package.name, found.id, found.fixed) == ("lantern", "CVE-9", "1.4")
    assert list(pip_audit.skipped(said)) == [("odd", "not on the index")]


@pytest.mark.parametrize(
    ("answer", "service"),
    [
        (
            {"dependencies": [{"name": "r", "version": "1", "vulns": [{"id": "X"}]}]},
            "pypi",
        ),
        ({"dependencies": [{"name": "r", "version": "1", "vulns": []}]}, None),
        ("no route to host", None),
    ],
    ids=["knows the canary", "knows nothing", "does not answer"],
)
def test_service_is_believed_when_it_knows_a_known_bad_version(
    monkeypatch, answer, service
):
    monkeypatch.setattr(pip_audit, "_ask", lambda service, words: answer)

    assert pip_audit.answering() == service

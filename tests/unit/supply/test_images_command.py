"""Images fail on what is severe and can be mended; silence never passes."""

import json
import stat
from datetime import date

import pytest

from tests.unit.supply.factories import Known, advisory, affected, image, package
from tools.supply import images_command, scanners
from tools.supply.advisories.severity import Severity
from tools.supply.report import Verdict

MENDED = affected(("introduced", "0"), ("fixed", "2"))
UNMENDED = affected(("introduced", "0"))
SHOP = image(package())


def judged(*advisories, images=(SHOP,), silent=None, scanner=None):
    return images_command.run(
        images,
        Known(*advisories, silent=silent),
        [],
        date(2026, 6, 1),
        scanner=scanner,
        complete=True,
        say=lambda _: None,
    )


@pytest.mark.parametrize(
    ("severity", "verdict"),
    [
        (Severity.CRITICAL, Verdict.FAILED),
        (Severity.HIGH, Verdict.FAILED),
        (Severity.MEDIUM, Verdict.PASSED),
        # Nobody has said that it is harmless.
        (Severity.UNKNOWN, Verdict.FAILED),
    ],
)
def test_high_is_the_threshold(severity, verdict):
    report = judged(advisory(affected=MENDED, severity=severity))

    assert report.verdict is verdict


def test_finding_names_image_package_and_what_mends_it():
    [found] = judged(advisory(affected=MENDED)).findings

    assert (found.where, found.what, found.fix) == (
        "shop/lantern",
        "CVE-1",
        "lantern 2",
    )


def test_what_nobody_has_mended_is_listed_apart():
    report = judged(advisory(affected=UNMENDED))

    assert report.verdict is Verdict.PASSED
    assert [each.what for each in report.listed] == ["CVE-1"]


def test_milder_ones_are_counted():
    report = judged(advisory(affected=MENDED, severity=Severity.LOW))

    assert report.examined == "1 images, 1 packages, 1 vulnerabilities below HIGH"


def test_silent_source_means_not_audited():
    report = judged(silent={"PyPI": "nobody answers"})

    assert report.verdict is Verdict.NOT_AUDITED
    assert report.not_audited == ("shop: 1 package of PyPI: nobody answers",)


def test_image_that_names_no_package_is_not_audited():
    assert judged(images=[image()]).verdict is Verdict.NOT_AUDITED


TRIVY = {
    "Results": [
        {"Target": "none"},
        {
            "Type": "debian",
            "Vulnerabilities": [
                {
                    "VulnerabilityID": "CVE-7",
                    "PkgName": "libc6",
                    "InstalledVersion": "2.36-9",
                    "FixedVersion": "2.36-10",
                    "Severity": "HIGH",
                    "Title": "bad",
                }
            ],
        },
    ]
}
GRYPE = {
    "matches": [
        {
            "vulnerability": {
                "id": "CVE-7",
                "severity": "High",
                "description": "bad\nand more",
                "fix": {"versions": ["2.36-10"], "state": "fixed"},
            },
            "artifact": {"name": "libc6", "version": "2.36-9", "type": "deb"},
        }
    ]
}


@pytest.mark.parametrize(("name", "said"), [("trivy", TRIVY), ("grype", GRYPE)])
def test_scanner_on_path_is_asked_first(tmp_path, monkeypatch, name, said):
    program(tmp_path / name, f"printf %s '{json.dumps(said)}'")
    monkeypatch.setenv("PATH", str(tmp_path))

    report = judged(silent={"PyPI": "x"}, scanner=scanners.installed())

    [found] = report.findings
    assert (found.where, found.what, found.fix) == (
        "shop/libc6",
        "CVE-7",
        "libc6 2.36-10",
    )
    assert report.not_audited == ()


@pytest.mark.parametrize(
    "script", ["echo no database >&2; exit 1", "echo", "echo '{\"matches\": [{}]}'"]
)
def test_scanner_without_an_answer_leaves_it_to_the_source(
    tmp_path, monkeypatch, script
):
    program(tmp_path / "grype", script)
    monkeypatch.setenv("PATH", str(tmp_path))

    report = judged(silent={"PyPI": "nobody answers"}, scanner=scanners.installed())

    assert report.verdict is Verdict.NOT_AUDITED


def program(file, script):
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)

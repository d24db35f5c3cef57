"""Which packages the advisories of a folder speak of."""

import json
import zipfile

import pytest

from tests.unit.supply.factories import ADVISORIES, advisory, affected, package
from tools.supply.advisories.folder import Folder
from tools.supply.advisories.matching import match
from tools.supply.advisories.severity import Severity, rating
from tools.supply.errors import UsageError

LANTERN = package("invented.lantern", "1.3")
FOGHORN = package("example.invalid/foghorn", "v0.9.0", "Go")
MOORING = package("@invented/mooring", "1.9.0", "npm")
BERTH = package(
    "berth", "1.0", "Debian:12", source="invented-mooring", source_version="3"
)


def matched(*packages):
    return match(packages, Folder(ADVISORIES).ask(packages).advisories).found


def test_known_bad_packages_of_each_ecosystem_are_found():
    found = {
        (each.package.name, each.id, each.severity.name, each.fixed)
        for each in matched(LANTERN, FOGHORN, MOORING, BERTH)
    }

    assert found == {
        ("invented.lantern", "CVE-2026-990001", "CRITICAL", "1.4"),
        ("example.invalid/foghorn", "CVE-2026-990002", "MEDIUM", "0.10.1"),
        ("@invented/mooring", "PHAROS-2026-0003", "CRITICAL", ""),
        ("berth", "PHAROS-2026-0003", "CRITICAL", ""),
    }


@pytest.mark.parametrize(
    "good",
    [
        package("invented-lantern", "1.4"),
        package("invented-lantern", "1.3", "npm"),
        package("example.invalid/foghorn", "v0.10.1", "Go"),
        package("invented-mooring", "3", "Debian:13"),
    ],
    ids=["mended", "another ecosystem", "mended module", "another release"],
)
def test_packages_that_no_advisory_means_are_not_found(good):
    assert matched(good) == ()


def test_withdrawn_advisory_says_nothing():
    ids = {each.id for each in Folder(ADVISORIES).ask([LANTERN]).advisories}

    assert ids == {"PHAROS-2026-0001"}


def test_ecosystem_without_any_advisory_is_silent():
    silent = Folder(ADVISORIES).ask([LANTERN, package("x", "1", "Alpine:v3.20")]).silent

    assert silent == {"Alpine": f"{ADVISORIES} has no advisory for Alpine"}


def test_archives_are_read_like_files(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for file in ADVISORIES.iterdir():
            archive.write(file, file.name)

    assert Folder(tmp_path).ask([LANTERN]) == Folder(ADVISORIES).ask([LANTERN])


@pytest.mark.parametrize("content", ["{", "[]", "{}"])
def test_file_that_is_no_advisory_is_named(tmp_path, content):
    (tmp_path / "x.json").write_text(content)

    with pytest.raises(UsageError, match=r"x\.json is no"):
        Folder(tmp_path).ask([LANTERN])


def test_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"--advisories: .*nowhere is no folder"):
        Folder(tmp_path / "nowhere")


def test_one_vulnerability_under_several_names_is_told_once():
    everything = affected(("introduced", "0"))
    unrated = advisory(
        "GO-1", names=["CVE-9"], severity=Severity.UNKNOWN, affected=everything
    )
    rated = advisory(
        "GHSA-1",
        names=["CVE-9"],
        affected=affected(("introduced", "0"), ("fixed", "2")),
    )

    [found] = match([package()], [unrated, rated]).found

    assert (found.id, found.severity, found.fixed) == ("CVE-9", Severity.HIGH, "2")


def test_version_that_cannot_be_compared_is_unclear_not_good():
    odd = package(version="not one")
    matches = match([odd], [advisory(affected=affected(("introduced", "1")))])

    assert matches.found == ()
    assert matches.unclear == (
        "lantern not one, CVE-1: 'not one' is no version of PyPI",
    )


V2 = "AV:N/AC:L/Au:N/C:C/I:C/A:C"
V3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"severity": [{"type": "CVSS_V2", "score": V2}]}, Severity.HIGH),
        ({"severity": [{"type": "CVSS_V3", "score": V3}]}, Severity.MEDIUM),
        (
            {
                "severity": [{"type": "CVSS_V3", "score": V3}],
                "affected": [{"severity": [{"type": "CVSS_V2", "score": V2}]}],
            },
            Severity.HIGH,
        ),
        ({"severity": [{"type": "CVSS_V3", "score": "x"}]}, Severity.UNKNOWN),
        ({"database_specific": {"severity": "HIGH"}}, Severity.HIGH),
        (
            {"affected": [{"ecosystem_specific": {"urgency": "unimportant"}}]},
            Severity.LOW,
        ),
        ({}, Severity.UNKNOWN),
    ],
)
def test_severity_follows_vectors_first_and_words_then(raw, expected):
    assert rating(json.loads(json.dumps(raw))) is expected

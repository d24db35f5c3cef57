import json

import pytest

from tests.unit.changes.factories import CONTAINER, container, found, replaced
from tests.unit.changes.factories import step as a_step
from tools.changes.errors import InputError
from tools.changes.images import Bills, image_changes
from tools.changes.packages import (
    package_changes,
    parse,
    vulnerability_changes,
)
from tools.changes.resources import Kind
from tools.changes.sources import bills

A, B = "sha256:" + 64 * "a", "sha256:" + 64 * "b"


def bill(*purls, flaws=None, image=""):
    document = {
        "bomFormat": "CycloneDX",
        "metadata": {"component": {"name": "app", "version": image}},
        "components": [{"type": "library", "purl": purl} for purl in purls],
    }
    if flaws is not None:
        document["vulnerabilities"] = [
            {"id": name, "ratings": [{"severity": severity}]}
            for name, severity in flaws.items()
        ]
    return json.dumps(document)


def read(*purls, **others):
    return parse(bill(*purls, **others), "a.json")


def test_packages_are_told_by_their_url_without_version():
    before = read("pkg:pypi/flask@3.0", "pkg:deb/debian/libc6@2.36?arch=amd64")
    after = read("pkg:pypi/flask@3.1", "pkg:golang/github.com/x/y@v1.0.0")

    told = [
        (c.kind, c.package, c.before, c.after) for c in package_changes(before, after)
    ]
    assert told == [
        (Kind.DELETED, "deb/debian/libc6", "2.36", ""),
        (Kind.CREATED, "golang/github.com/x/y", "", "v1.0.0"),
        (Kind.CHANGED, "pypi/flask", "3.0", "3.1"),
    ]


def test_components_of_components_count_too():
    inner = {"components": [{"purl": "pkg:pypi/inner@1"}], "purl": "pkg:pypi/outer@1"}
    text = json.dumps({"bomFormat": "CycloneDX", "components": [inner]})

    assert parse(text, "a.json").packages.keys() == {"pkg:pypi/outer", "pkg:pypi/inner"}


def test_another_architecture_is_not_another_package():
    before, after = read("pkg:deb/a@1?arch=amd64"), read("pkg:deb/a@1?arch=arm64")

    assert package_changes(before, after) == ()


def test_vulnerabilities_come_and_go():
    before = read(flaws={"CVE-1": "high", "CVE-2": "low"})
    after = read(flaws={"CVE-2": "low", "CVE-3": "critical"})

    told = vulnerability_changes(before, after)
    assert [(c.kind, c.id, c.severity) for c in told] == [
        (Kind.DELETED, "CVE-1", "high"),
        (Kind.CREATED, "CVE-3", "critical"),
    ]


@pytest.mark.parametrize(("one", "other"), [(None, {}), ({}, None), (None, None)])
def test_an_image_that_nobody_audited_is_not_called_clean(one, other):
    assert vulnerability_changes(read(flaws=one), read(flaws=other)) is None


@pytest.mark.parametrize("wrong", ["{", "[]", '{"bomFormat": "SPDX"}'])
def test_what_is_no_bill_is_refused_by_name(wrong):
    with pytest.raises(InputError, match=r"a\.json is no"):
        parse(wrong, "a.json")


def test_bills_are_found_by_the_digest_that_they_name(tmp_path):
    (tmp_path / "app.cdx.json").write_text(bill("pkg:pypi/flask@3", image=A))

    assert bills(tmp_path).keys() == {A}
    assert bills(None) == {}


def test_a_folder_without_bills_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no bill of materials"):
        bills(tmp_path)


def test_images_are_told_once_with_all_their_services():
    others = {"labels": [{"label": "pharos.service", "value": "payment"}]}
    steps = [
        *replaced(container(image=A), container(image=B), "image"),
        a_step(
            "update", CONTAINER, "payment",
            container(image=A, **others), container(image=B, **others),
        ),
        a_step("same", CONTAINER, "stock", container(image=A), container(image=A)),
    ]  # fmt: skip
    known = Bills(before={A: read("pkg:pypi/flask@3.0")}, after={B: read()})

    [change] = image_changes(found(*steps), known)

    assert (change.before, change.after) == (A, B)
    assert change.services == ("items", "payment")
    assert [c.package for c in change.packages] == ["pypi/flask"]


def test_without_bills_nothing_is_said_of_packages():
    steps = replaced(container(image=A), container(image=B), "image")

    [change] = image_changes(found(*steps), Bills(before={}, after={}))

    assert change.packages is None
    assert change.vulnerabilities is None

"""Bills of materials are valid CycloneDX, and the same every time."""

import json
from datetime import UTC, datetime

import pytest
from cyclonedx.validation.json import JsonStrictValidator

from tests.unit.supply.factories import image, package
from tools.supply.sbom import SCHEMA, created, document
from tools.supply.sbom_command import file_name, run

SHOP = image(
    package("Flask", "3.1", licence="BSD-3-Clause"),
    package("odd", "1", licence="A licence of its own AND another"),
    package("example.invalid/foghorn", "v0.9.0", "Go"),
    package("libc6", "2.36-9", "Debian:12", source="glibc", architecture="amd64"),
    package("@invented/mooring", "1.9.0", "npm"),
)


def test_document_is_valid_by_the_schema():
    assert JsonStrictValidator(SCHEMA).validate_str(document(SHOP)) is None


def test_document_names_every_package_with_purl_and_licence():
    found = {c["name"]: c for c in json.loads(document(SHOP))["components"]}

    assert found["Flask"]["purl"] == "pkg:pypi/flask@3.1"
    assert found["Flask"]["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    assert (
        found["example.invalid/foghorn"]["purl"]
        == "pkg:golang/example.invalid/foghorn@v0.9.0"
    )
    assert found["@invented/mooring"]["purl"] == "pkg:npm/%40invented/mooring@1.9.0"
    assert "distro=debian-12" in found["libc6"]["purl"]
    assert "licenses" not in found["libc6"]


def test_same_image_gives_the_same_bytes():
    assert document(SHOP) == document(SHOP)
    assert json.loads(document(SHOP))["metadata"]["timestamp"].startswith("2024-01-01")


def test_time_can_be_given():
    said = document(SHOP, datetime(2026, 5, 4, tzinfo=UTC))

    assert json.loads(said)["metadata"]["timestamp"].startswith("2026-05-04")


@pytest.mark.parametrize("said", ["", "0001-01-01T00:00:00Z", "long ago"])
def test_image_without_a_time_is_as_old_as_can_be(said):
    assert created(said) == datetime(1970, 1, 1, tzinfo=UTC)


def test_each_image_gets_a_file(tmp_path):
    report = run([SHOP, image(name="mirror.example/x:1")], tmp_path / "sbom")

    names = {file.name for file in (tmp_path / "sbom").iterdir()}
    assert names == {"shop.cdx.json", "mirror.example_x_1.cdx.json"}
    assert "5 packages" in report.examined
    assert file_name(image(name="../x")) == ".._x.cdx.json"

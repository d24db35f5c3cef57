from pathlib import Path

import pytest

from tools.images.catalogue import load_catalogue
from tools.images.preflight import complaints, needed, parse_version
from tools.images.site import Site


def test_what_an_image_is_built_with_is_known_before_anything_is_built(
    tmp_path: Path,
) -> None:
    catalogue = load_catalogue()
    site = Site(cache=tmp_path, catalogue=catalogue, machine="x86_64")

    wanted = {
        key: needed(site, [catalogue[key]], [])
        for key in ("engine", "collector", "app")
    }

    assert wanted == {"engine": ["node", "npm"], "collector": ["go"], "app": []}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("go version go1.26.8 linux/amd64", (1, 26)),
        ("v20.19.1\n", (20, 19)),
        ("go version devel", (0,)),
    ],
)
def test_versions_are_read_out_of_what_programs_print(
    text: str, version: tuple[int, ...]
) -> None:
    assert parse_version(text) == version


def test_all_missing_programs_are_named_together() -> None:
    found = complaints(["go", "mmdebstrap"], which=lambda _: None)
    assert [line.split(" is ")[0] for line in found] == ["go", "mmdebstrap"]
    assert "apt-get install mmdebstrap" in found[1]


def test_a_program_that_is_too_old_is_named_with_its_version() -> None:
    found = complaints(
        ["go"], which=lambda name: name, ask=lambda _: "go version go1.19.8 linux/amd64"
    )
    assert found == [
        "go 1.19 is too old: install Go 1.26 or newer from https://go.dev/dl and put "
        "it on PATH"
    ]


def test_programs_that_are_new_enough_pass() -> None:
    assert complaints(["go"], which=lambda name: name, ask=lambda _: "go1.27.0") == []

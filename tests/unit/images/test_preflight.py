from pathlib import Path

import pytest

from tools.images.catalogue import load_catalogue
from tools.images.errors import ProgramMissing
from tools.images.preflight import complaints, needed, parse_version, require
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

    assert wanted == {"engine": [], "collector": ["go"], "app": []}


def test_an_image_around_an_official_program_needs_nothing(tmp_path: Path) -> None:
    catalogue = load_catalogue()
    site = Site(cache=tmp_path, catalogue=catalogue, machine="x86_64")

    assert needed(site, [catalogue["collector"]], [], pulled=["collector"]) == []


def test_what_a_registry_said_is_repeated_where_it_leads_to_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramMissing) as caught:
        require(["go"], said={"collector": "pulling x: unknown"})
    assert str(caught.value).startswith("not every image can be pulled (pulling x: unk")
    assert "pharos:registryPrefix" in str(caught.value)


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

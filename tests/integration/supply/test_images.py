"""Real images: their packages, what a dump says of them, their bill of materials."""

import json
import os
import shutil
import subprocess

import pytest
from cyclonedx.validation.json import JsonStrictValidator

from tests.tools import require
from tools.images.__main__ import default_cache
from tools.images.engine import Engine
from tools.images.gobuild import ensure_program
from tools.images.programs import HC
from tools.images.site import host_machine
from tools.supply.__main__ import main
from tools.supply.content import go
from tools.supply.content.export import files
from tools.supply.content.inventory import inventory
from tools.supply.sbom import SCHEMA

pytestmark = pytest.mark.docker


@pytest.fixture
def shipped(engine, tmp_path):
    """An image with this machine's dpkg status, a distribution and a Go program."""
    require("go")
    require("dpkg-query")
    folder = ensure_program(
        HC, cache=default_cache(), machine=host_machine(), on_line=lambda _: None
    )
    context = tmp_path / "image"
    places = {
        "var/lib/dpkg/status": "/var/lib/dpkg/status",
        "etc/os-release": "/etc/os-release",
        "bin/hc": folder / "hc",
    }
    for inside, outside in places.items():
        (context / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(outside, context / inside)
    metadata = context / "opt/lib/invented_lantern-1.3.dist-info/METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("Name: invented-lantern\nVersion: 1.3\nLicense: MIT\n\n")
    archive = shutil.make_archive(str(tmp_path / "image"), "tar", context)
    with open(archive, "rb") as stream:
        said = engine.api.import_image(stream)
    image = json.loads(said.splitlines()[-1])["status"]
    yield image
    engine.images.remove(image, force=True)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PHAROS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PHAROS_HOME", str(tmp_path / "home"))


def dump(folder, name, ecosystem, fixed, severity="HIGH"):
    folder.mkdir(exist_ok=True)
    advisory = {
        "id": f"PHAROS-{name}",
        "database_specific": {"severity": severity},
        "affected": [
            {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [
                    {
                        "type": "ECOSYSTEM",
                        "events": [
                            {"introduced": "0"},
                            *([{"fixed": fixed}] * bool(fixed)),
                        ],
                    }
                ],
            }
        ],
    }
    (folder / f"{name}.json").write_text(json.dumps(advisory))


def test_packages_of_a_real_image_are_matched_and_listed(shipped, tmp_path, capsys):
    advisories, out = tmp_path / "advisories", tmp_path / "out.json"
    dump(advisories, "glibc", "Debian", "99:1")
    dump(advisories, "zlib", "Debian", "")
    dump(advisories, "invented-lantern", "PyPI", "1.3")
    dump(advisories, "stdlib", "Go", "99.0.0", severity="LOW")
    words = ["images", "--image", shipped, "--advisories", str(advisories)]

    assert main([*words, "--json", str(out)]) == 1

    said = json.loads(out.read_text())
    installed = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", "libc6"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    libc = next(f for f in said["findings"] if f["where"] == f"{shipped}/libc6")
    assert libc["detail"].startswith(f"{installed}: ")
    assert libc["fix"] == "glibc 99:1"
    assert {f["what"] for f in said["findings"]} == {"PHAROS-glibc"}
    assert {f["what"] for f in said["listed"]} == {"PHAROS-zlib"}
    assert "1 vulnerabilities below HIGH" in said["examined"]

    # The Go advisories are gone: what is left does not speak of all packages.
    (advisories / "stdlib.json").unlink()
    dump(advisories, "glibc", "Debian", "0")
    assert main(words) == 3
    assert "has no advisory for Go" in capsys.readouterr().out


def test_bill_of_materials_is_valid_and_the_same_every_time(
    shipped, tmp_path, monkeypatch
):
    written = []
    for run in ("one", "two"):
        # Nothing is remembered from the first time.
        monkeypatch.setenv("PHAROS_CACHE", str(tmp_path / run))
        words = ["sbom", "--image", shipped, "--out", str(tmp_path / run)]
        assert main(words) == 0
        [file] = (tmp_path / run).glob("*.cdx.json")
        written.append(file.read_text())

    assert written[0] == written[1]
    assert JsonStrictValidator(SCHEMA).validate_str(written[0]) is None
    names = {component["name"] for component in json.loads(written[0])["components"]}
    assert {"libc6", "invented-lantern", "stdlib"} <= names


def test_nothing_of_the_image_is_left_running_or_behind(engine, shipped):
    inventory(files(Engine(), shipped))

    assert engine.containers.list(all=True, filters={"ancestor": shipped}) == []


def test_go_modules_are_those_that_go_itself_names():
    require("go")
    program = shutil.which("docker-proxy") or shutil.which("docker")
    require("docker", found=program is not None)

    said = subprocess.run(
        ["go", "version", "-m", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "GOTOOLCHAIN": "local"},
    ).stdout
    with open(program, "rb") as binary:
        version, text = go.build_information(binary)

    head, *lines = said.splitlines()
    assert head.endswith(f": {version}")
    assert [line.removeprefix("\t") for line in lines] == text.splitlines()


def test_image_that_the_engine_does_not_hold_is_named(engine, capsys):
    assert main(["images", "--image", "pharos-test/no-such:1"]) == 2
    assert "holds no image 'pharos-test/no-such:1'" in capsys.readouterr().err

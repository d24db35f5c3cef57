"""The resolver against a real engine and a real registry on 127.0.0.1."""

import json
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from tools.images.catalogue import load_catalogue
from tools.images.engine import Engine
from tools.images.errors import ImageMissing
from tools.images.importing import import_images
from tools.images.model import ImageOptions, Resolved, Source, Wish
from tools.images.resolve import resolve

from .registry_server import Registry, serving

pytestmark = pytest.mark.docker

TAG = "13.2.3"
ENTRY = """
[images.base]
title = "Base"
version = "1"
uid = 0
gid = 0
source = "there"
licence = "MIT"
reference = "pharos-test/base:1.0.0"
internal = true

[images.grafana]
title = "Grafana"
version = "1"
uid = 472
gid = 472
optional = true
source = "there"
licence = "MIT"
reference = "pharos-test/grafana:13.2.3"
probe_pulled = ["wget", "http://127.0.0.1:{port}{path}"]
"""


class Here:
    """A home, a cache and a catalogue of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "stack"
        self.cache = folder / "cache"
        self.catalogue = folder / "catalogue.toml"
        self.catalogue.write_text(ENTRY)

    def pin(self, digest: str) -> None:
        self.catalogue.write_text(
            f'{ENTRY}digest = "{digest}"\ndigest_source = "test"\n'
        )

    def resolve(
        self,
        *,
        prefix: str | None = None,
        override: str | None = None,
        grafana: Wish = Wish.AUTO,
        ask_again: bool = False,
    ) -> Resolved:
        options = ImageOptions(
            registry_prefix=prefix,
            overrides={"grafana": override} if override else {},
            grafana=grafana,
            ask_again=ask_again,
        )
        return resolve(
            options, folder=self.folder, cache=self.cache, catalogue=self.catalogue
        )


@pytest.fixture
def here(tmp_path: Path) -> Here:
    return Here(tmp_path)


@pytest.fixture
def registry(engine: docker.DockerClient) -> Iterator[Registry]:
    with serving(login=True) as server:
        yield server
        for image in engine.images.list():
            names = [*image.tags, *image.attrs.get("RepoDigests", [])]
            if any(name.startswith(server.host) for name in names):
                engine.images.remove(image.id, force=True)


@pytest.fixture
def architecture(engine: docker.DockerClient) -> str:
    return str(engine.version()["Arch"])


def test_an_image_is_pulled_through_the_prefix(
    here: Here, registry: Registry, architecture: str
) -> None:
    registry.push("hub/pharos-test/grafana", TAG, architecture=architecture)
    image = here.resolve(prefix=f"{registry.host}/hub").images["grafana"]
    assert image.source is Source.PULLED
    assert image.reference == f"{registry.host}/hub/pharos-test/grafana:{TAG}"
    assert image.probe == ("wget", "http://127.0.0.1:{port}{path}")


def test_a_pinned_image_is_pulled_by_its_digest_and_found_again(
    here: Here, registry: Registry, architecture: str
) -> None:
    here.pin(registry.push("hub/pharos-test/grafana", TAG, architecture=architecture))
    prefix = f"{registry.host}/hub"
    first = here.resolve(prefix=prefix).images["grafana"]
    asked = len(registry.asked)
    second = here.resolve(prefix=prefix).images["grafana"]
    assert "@sha256:" in first.reference
    assert second.reference == first.reference
    assert second.source is Source.PRESENT
    assert len(registry.asked) == asked


def test_a_registry_without_the_image_is_quoted_in_the_reason(
    here: Here, registry: Registry
) -> None:
    resolved = here.resolve(prefix=f"{registry.host}/hub")
    assert resolved.images == {}
    assert (
        f"pulling {registry.host}/hub/pharos-test/grafana"
        in resolved.missing["grafana"]
    )


def test_a_missing_optional_image_is_written_down_with_its_reason(
    here: Here, free_port: int
) -> None:
    here.resolve(prefix=f"127.0.0.1:{free_port}")
    written = json.loads((here.folder / "images.json").read_text())
    assert "does not answer" in written["missing"]["grafana"]


def test_an_image_that_is_insisted_on_is_an_error(here: Here, free_port: int) -> None:
    with pytest.raises(ImageMissing, match="make images IMPORT=file"):
        here.resolve(prefix=f"127.0.0.1:{free_port}", grafana=Wish.ON)


def test_an_image_that_is_switched_off_is_left_out(here: Here, free_port: int) -> None:
    resolved = here.resolve(prefix=f"127.0.0.1:{free_port}", grafana=Wish.OFF)
    assert (dict(resolved.images), dict(resolved.missing)) == ({}, {})


def test_a_silent_registry_is_asked_again_only_on_demand(
    here: Here, registry: Registry, architecture: str
) -> None:
    registry.push("hub/pharos-test/grafana", TAG, architecture=architecture)
    (here.cache).mkdir()
    (here.cache / "registries.json").write_text(json.dumps({registry.host: 4e9}))
    prefix = f"{registry.host}/hub"
    assert "grafana" in here.resolve(prefix=prefix).missing
    assert "grafana" in here.resolve(prefix=prefix, ask_again=True).images


def test_an_override_is_used_as_it_stands(here: Here, tiny_image: str) -> None:
    image = here.resolve(override=tiny_image).images["grafana"]
    assert (image.source, image.reference) == (Source.OVERRIDE, tiny_image)


def test_an_override_that_cannot_be_had_names_the_setting(
    here: Here, free_port: int
) -> None:
    with pytest.raises(ImageMissing, match="the setting for grafana names"):
        here.resolve(override=f"127.0.0.1:{free_port}/a/b:1")


def test_an_image_is_imported_from_a_tarball(
    here: Here, engine: docker.DockerClient, tiny_image: str, tmp_path: Path
) -> None:
    name = "mirror.invalid/pharos-test/grafana:other"
    engine.images.get(tiny_image).tag(name)
    archive = tmp_path / "grafana.tar"
    with archive.open("wb") as out:
        for chunk in engine.images.get(name).save(named=name):
            out.write(chunk)
    engine.images.remove(name)
    catalogue = load_catalogue(here.catalogue)
    import_images(archive, cache=here.cache, catalogue=catalogue, engine=Engine())
    image = here.resolve().images["grafana"]
    engine.images.remove(name)
    assert (image.source, image.reference) == (Source.IMPORTED, tiny_image)


def test_a_tarball_that_the_catalogue_does_not_know_is_refused(
    here: Here, engine: docker.DockerClient, tiny_image: str, tmp_path: Path
) -> None:
    archive = tmp_path / "other.tar"
    with archive.open("wb") as out:
        for chunk in engine.images.get(tiny_image).save():
            out.write(chunk)
    catalogue = load_catalogue(here.catalogue)
    with pytest.raises(ImageMissing, match="which the catalogue does not know"):
        import_images(archive, cache=here.cache, catalogue=catalogue, engine=Engine())


def test_a_file_that_is_no_archive_is_refused(here: Here, tmp_path: Path) -> None:
    archive = tmp_path / "text.tar"
    archive.write_text("not an archive")
    catalogue = load_catalogue(here.catalogue)
    with pytest.raises(ImageMissing, match=r"docker save|refuses it"):
        import_images(archive, cache=here.cache, catalogue=catalogue, engine=Engine())

"""The shop's image as `make up` builds it, out of this machine's own cache."""

import os
import shutil
from pathlib import Path

import docker
import pytest

from tests.tools import require
from tools.images.__main__ import default_cache
from tools.images.assemble import Workshop, build_image
from tools.images.builder import find_candidates, first_able
from tools.images.catalogue import load_catalogue
from tools.images.engine import Engine
from tools.images.errors import BuildFailed
from tools.images.model import ImageOptions, ResolvedImage, Source, State
from tools.images.python_images import APP, context_filler
from tools.images.records import read_record
from tools.images.resolve import resolve
from tools.images.site import Site, host_machine
from tools.images.wheels import ensure_wheels

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def app(home: Path) -> ResolvedImage:
    require("mmdebstrap")
    options = ImageOptions(only=("app",))
    return resolve(options, folder=home, cache=default_cache()).images["app"]


def test_the_image_says_how_it_runs(
    engine: docker.DockerClient, app: ResolvedImage
) -> None:
    config = engine.images.get(app.reference).attrs["Config"]
    assert config["User"] == "10001:10000"
    assert config["WorkingDir"] == "/opt/pharos"
    assert config["Entrypoint"] == ["python3"]
    assert config["Cmd"] == ["-m", "app"]
    assert config["Healthcheck"]["Test"] == ["CMD", "/bin/hc", "8000", "/health/ready"]
    assert config["Labels"]["org.opencontainers.image.title"].startswith("Pharos")
    assert config["Labels"]["org.opencontainers.image.revision"]


def test_its_packages_load_without_root_network_or_a_writable_disk(
    engine: docker.DockerClient, app: ResolvedImage
) -> None:
    script = (
        "import app, catalog, exporter, notifications, previews, flask, os;"
        " print(os.getuid(), os.getgid())"
    )
    said = engine.containers.run(
        app.reference,
        ["-c", script],
        read_only=True,
        cap_drop=["ALL"],
        network_mode="none",
        remove=True,
    )
    assert said == b"10001 10000\n"


def test_its_data_folder_is_writable_by_the_group_that_the_roles_share(
    engine: docker.DockerClient, app: ResolvedImage
) -> None:
    script = (
        "import os; s = os.stat('/data'); print(oct(s.st_mode), s.st_uid, s.st_gid)"
    )
    said = engine.containers.run(app.reference, ["-c", script], remove=True)
    assert said == b"0o42770 10001 10000\n"


def test_unchanged_inputs_mean_no_work_and_the_same_id(
    home: Path, app: ResolvedImage
) -> None:
    told: list[tuple[str, State, str]] = []
    again = resolve(
        ImageOptions(only=("app",)),
        folder=home,
        cache=default_cache(),
        progress=lambda *event: told.append(event),
    )
    assert again.images["app"].reference == app.reference
    assert told == []


def test_a_tampered_wheel_is_refused_by_the_build(
    app: ResolvedImage, tmp_path: Path
) -> None:
    assert app.source is Source.BUILT
    cache, machine = default_cache(), host_machine()
    catalogue = load_catalogue()
    site = Site(cache=cache, catalogue=catalogue, machine=machine)
    genuine = ensure_wheels(
        APP.lock_file, cache=cache, machine=machine, on_line=lambda _: None
    )
    wheels = tmp_path / "wheels"
    shutil.copytree(genuine, wheels)
    victim = next(wheels.glob("flask-*.whl"))
    with victim.open("ab") as stream:
        stream.write(os.urandom(8))
    (tmp_path / "hc").write_text("")
    base_file = site.record_file(catalogue["base"], base_id="")
    base = read_record(base_file) if base_file else None
    workshop = Workshop(
        engine=Engine(), cli=first_able(find_candidates()), on_line=lambda _: None
    )
    with pytest.raises(BuildFailed, match="DO NOT MATCH THE HASHES"):
        build_image(
            workshop,
            catalogue["app"],
            fill=context_filler(
                APP, catalogue["app"], wheels=wheels, health_check=tmp_path
            ),
            tags=["pharos-test-images:never"],
            revision="",
            arguments={"BASE": base.name if base else "python:3.11.15-slim-bookworm"},
        )

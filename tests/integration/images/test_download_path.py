"""Images on a machine with Python and Docker alone: no Go, no Node.js."""

import io
import shutil
import tarfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import docker
import pytest

from infra.specs.collector import CONFIG_FILE, CONFIG_PATH, configuration
from infra.specs.engine_keys import ENGINE_KEY_PATH
from infra.specs.settings import parse
from tests.tools import require
from tools.bootstrap.places import places
from tools.images.archive import write_archive
from tools.images.builder import build_environment, find_candidates, first_able
from tools.images.cache import MANIFEST
from tools.images.catalogue import load_catalogue
from tools.images.console import console_folder
from tools.images.engine import Engine
from tools.images.errors import ProgramMissing
from tools.images.gobuild import program_folder
from tools.images.model import ImageOptions, Resolved, ResolvedImage, Source
from tools.images.programs import COLLECTOR
from tools.images.reference import with_prefix
from tools.images.resolve import resolve
from tools.images.shell import run
from tools.images.site import Site, host_machine
from tools.images.written import read_resolved

from .registry_server import Registry, serving

pytestmark = [pytest.mark.docker, pytest.mark.timeout(300)]

# What a machine without Go and Node.js has not built.
_NOT_THERE = ("collector-", "hc-", "console-", "absent-")
_HEALTHY_S = 30
_NODE, _NODE_BASE = "pharos-test-node:1", "pharos-test-node-base:1"
# Of a Debian machine.
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


class Machine:
    """A machine with a cache of its own, and PATH as the test has set it."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.folder = folder / "stack"
        self.cache = folder / "cache"
        for kind in ("tools", "images"):
            (self.cache / kind).mkdir(parents=True)
        for each in (shared / "tools").iterdir():
            if not each.name.startswith(_NOT_THERE):
                (self.cache / "tools" / each.name).symlink_to(each)
        for each in (shared / "images").glob("base-*"):
            (self.cache / "images" / each.name).symlink_to(each)

    def resolve(self, *keys: str, prefix: str) -> Resolved:
        options = ImageOptions(registry_prefix=prefix, only=keys)
        return resolve(options, folder=self.folder, cache=self.cache, own=())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of this machine, with what a stack has built."""
    require("go")
    require("npm")
    cache = places().cache
    options = ImageOptions(only=("collector", "engine"))
    folder = tmp_path_factory.mktemp("built")
    resolve(options, folder=folder, cache=cache, own=())
    return cache


@pytest.fixture
def machine(
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine: docker.DockerClient,
) -> Iterator[Machine]:
    """A machine where programs other than Docker and git are hidden."""
    found = Path(shutil.which("git") or "")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "git").symlink_to(found)
    monkeypatch.setenv("PATH", str(tools))
    machine = Machine(tmp_path, shared)
    yield machine
    resolved = read_resolved(machine.folder)
    for image in resolved.images.values() if resolved else ():
        # By its id, with all its names.
        engine.images.remove(image.reference, force=True)


@pytest.fixture(scope="module")
def registry(
    engine: docker.DockerClient, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Registry]:
    """A registry with a stand-in of the collector's official image."""
    archive = tmp_path_factory.mktemp("contrib") / "saved.tar"
    _contrib(archive, shared, architecture=str(engine.version()["Arch"]))
    with serving() as server:
        server.push_saved("hub/otel/opentelemetry-collector-contrib", _tag(), archive)
        yield server
        for image in engine.images.list():
            if any(name.startswith(server.host) for name in image.tags):
                engine.images.remove(image.id, force=True)


@pytest.fixture(scope="module")
def node_image(
    shared: Path, engine: docker.DockerClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A stand-in of the official image: our base with this machine's Node.js."""
    context = tmp_path_factory.mktemp("node")
    shutil.copyfile(Path(shutil.which("node") or "").resolve(), context / "node")
    npm = Path(shutil.which("npm") or "").resolve().parents[1]
    shutil.copytree(npm, context / "npm", symlinks=True)
    shutil.copyfile(AUTHORITIES, context / "authorities.crt")
    catalogue = load_catalogue()
    site = Site(cache=shared, catalogue=catalogue, machine=host_machine())
    Engine().tag(site.built_base_id(), _NODE_BASE)
    (context / "Dockerfile").write_text(
        f"FROM {_NODE_BASE}\n"
        "COPY --chmod=755 node /usr/bin/node\n"
        "COPY npm /usr/lib/node_modules/npm\n"
        # Authorities that this machine trusts besides those of Node.js.
        "COPY authorities.crt /etc/authorities.crt\n"
        "ENV NODE_EXTRA_CA_CERTS=/etc/authorities.crt\n"
        "RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/bin/npm\n"
    )
    cli = first_able(find_candidates())
    run(cli.build_argv("--tag", _NODE, str(context)), env=build_environment())
    yield _NODE
    # By its id, with the name that it was built from.
    engine.images.remove(engine.images.get(_NODE).id, force=True)
    engine.images.remove(_NODE_BASE)


def _tag() -> str:
    return (load_catalogue()["collector"].reference or "").rpartition(":")[2]


def _contrib(archive: Path, shared: Path, *, architecture: str) -> None:
    """Write the official image's layout around the program that we built."""
    folder = program_folder(COLLECTOR, cache=shared, machine=host_machine())
    layer = archive.with_name("layer.tar")
    with tarfile.open(layer, "w") as root:
        root.add(folder / "otelcol", "otelcol-contrib")
    config = {
        "architecture": architecture,
        "os": "linux",
        "config": {"Entrypoint": ["/otelcol-contrib"], "User": "10001:10001"},
    }
    write_archive(archive, config=config, layers=[layer], tags=["contrib:test"])


def test_the_collector_comes_out_of_the_official_image_without_go(
    machine: Machine, registry: Registry, engine: docker.DockerClient
) -> None:
    prefix = f"{registry.host}/hub"
    reference = f"{prefix}/otel/opentelemetry-collector-contrib:{_tag()}"

    image = machine.resolve("collector", prefix=prefix).images["collector"]

    assert image.source is Source.BUILT
    assert image.made_of[0] == reference
    assert image.probe[0] == "/bin/hc"
    found = engine.images.get(image.reference)
    assert found.attrs["Config"]["User"] == "10027:10027"
    assert found.labels["pharos.recipe"] == "collector"
    _becomes_healthy(engine, image)
    # What it made is found again, and nobody is asked.
    asked = len(registry.asked)
    assert machine.resolve("collector", prefix=prefix).images["collector"] == image
    assert len(registry.asked) == asked


def _becomes_healthy(engine: docker.DockerClient, image: ResolvedImage) -> None:
    files = {
        f"{CONFIG_PATH}/{CONFIG_FILE}": configuration(parse("dev", {})),
        ENGINE_KEY_PATH: "not-a-key",
    }
    container = engine.containers.create(
        image.reference,
        [f"--config={CONFIG_PATH}/{CONFIG_FILE}"],
        network_mode="none",
        cap_drop=["ALL"],
        security_opt=["no-new-privileges"],
    )
    try:
        container.put_archive("/", _archive(files))
        container.start()
        end = time.monotonic() + _HEALTHY_S
        while container.attrs["State"].get("Health", {}).get("Status") != "healthy":
            said = container.logs().decode()[-2000:]
            assert container.status != "exited", said
            assert time.monotonic() < end, f"{container.attrs['State']}\n{said}"
            time.sleep(0.3)
            container.reload()
    finally:
        container.remove(force=True)


def _archive(files: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name.lstrip("/"))
            member.size, member.mode = len(text.encode()), 0o644
            archive.addfile(member, io.BytesIO(text.encode()))
    return stream.getvalue()


def test_without_a_registry_and_go_one_message_names_both_ways_out(
    machine: Machine, free_port: int
) -> None:
    with pytest.raises(ProgramMissing) as caught:
        machine.resolve("collector", prefix=f"127.0.0.1:{free_port}")

    said = str(caught.value)
    assert said.startswith("no registry answers")
    assert "go is not on PATH: install Go" in said
    assert "pharos:registryPrefix" in said


def test_a_registry_without_the_image_is_quoted_where_go_is_missing(
    machine: Machine, registry: Registry
) -> None:
    with pytest.raises(
        ProgramMissing, match=r"not every image can be pulled \(pulling"
    ):
        machine.resolve("collector", prefix=f"{registry.host}/elsewhere")


def test_without_node_and_a_registry_the_engine_comes_up_without_its_console(
    machine: Machine, free_port: int, engine: docker.DockerClient
) -> None:
    resolved = machine.resolve("engine", prefix=f"127.0.0.1:{free_port}")

    image = resolved.images["engine"]
    assert "Install Node.js" in resolved.missing["console"]
    said = engine.containers.run(
        image.reference,
        ["-c", "print(open('/opt/console/absent.txt').read())"],
        remove=True,
        network_mode="none",
    )
    assert b"Install Node.js 20 or newer" in said


def test_without_node_an_image_of_it_bundles_the_same_console(
    node_image: str, machine: Machine, shared: Path, engine: docker.DockerClient
) -> None:
    prefix = "mirror.invalid"
    reference = with_prefix(load_catalogue()["node"].reference or "", prefix)
    engine.images.get(node_image).tag(reference)
    try:
        resolved = machine.resolve("engine", prefix=prefix)
    finally:
        engine.images.remove(reference)

    assert "console" not in resolved.missing
    bundled = _content(console_folder(cache=machine.cache))
    assert bundled == _content(console_folder(cache=shared))


def _content(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }

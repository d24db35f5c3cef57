"""Real builds of the health check and of an image around it, on the real engine."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docker
import pytest

from tests.tools import require
from tools.images.assemble import Workshop, build_image, fill_context
from tools.images.builder import find_candidates, first_able
from tools.images.cache import is_sound
from tools.images.catalogue import Image
from tools.images.engine import Engine
from tools.images.errors import BuildFailed
from tools.images.gobuild import ensure_program
from tools.images.programs import HC
from tools.images.shell import run
from tools.images.site import host_machine

pytestmark = pytest.mark.docker

DOCKERFILE = """\
FROM scratch
COPY passwd group /etc/
COPY bin/ /bin/
COPY --chown=4321:4321 empty/ /data/
USER 4321:4321
HEALTHCHECK --interval=1s CMD ["/bin/hc", "9", "/"]
ENTRYPOINT ["/bin/hc"]
"""
IMAGE = Image(
    key="test",
    title="Test",
    version="1.2.3",
    uid=4321,
    gid=4321,
    source="https://source.invalid",
    licence="MIT",
    recipe="test",
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require("go")
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def health_check(cache: Path) -> Path:
    return build_health_check(cache)


def build_health_check(cache: Path) -> Path:
    machine = host_machine()
    return (
        ensure_program(HC, cache=cache, machine=machine, on_line=lambda _: None) / "hc"
    )


@pytest.fixture(scope="module")
def workshop(engine: docker.DockerClient) -> Workshop:
    cli = first_able(find_candidates())
    return Workshop(engine=Engine(), cli=cli, on_line=lambda _: None)


@pytest.fixture
def tag(engine: docker.DockerClient) -> Iterator[str]:
    name = f"pharos-test-images:{secrets.token_hex(4)}"
    yield name
    engine.images.remove(name, force=True)


def build(workshop: Workshop, tag: str, health_check: Path, folder: Path) -> str:
    dockerfile = folder / "Dockerfile"
    dockerfile.write_text(DOCKERFILE)
    return build_image(
        workshop,
        IMAGE,
        fill=lambda context: fill_context(
            context, IMAGE, dockerfile=dockerfile, binaries=[health_check]
        ),
        tags=[tag],
        revision="v1.2.3",
    )


def test_an_image_says_who_runs_it_what_it_is_and_how_it_is(
    engine: docker.DockerClient,
    workshop: Workshop,
    tag: str,
    health_check: Path,
    tmp_path: Path,
) -> None:
    image_id = build(workshop, tag, health_check, tmp_path)
    config = engine.images.get(tag).attrs["Config"]
    assert engine.images.get(tag).id == image_id
    assert config["User"] == "4321:4321"
    assert config["Healthcheck"]["Test"] == ["CMD", "/bin/hc", "9", "/"]
    assert config["Labels"] == {
        "org.opencontainers.image.licenses": "MIT",
        "org.opencontainers.image.revision": "v1.2.3",
        "org.opencontainers.image.source": "https://source.invalid",
        "org.opencontainers.image.title": "Test",
        "org.opencontainers.image.version": "1.2.3",
        "pharos.recipe": "test",
    }


def test_the_same_content_gives_the_same_id_when_it_is_built_anew(
    workshop: Workshop, tag: str, health_check: Path, tmp_path: Path
) -> None:
    first = build(workshop, tag, health_check, tmp_path)
    workshop.engine.remove(tag)
    anew = replace(workshop, cli=_without_cache(workshop))
    assert build(anew, tag, health_check, tmp_path) == first


def _without_cache(workshop: Workshop):  # type: ignore[no-untyped-def]
    class Anew(type(workshop.cli)):  # type: ignore[misc]
        def build_argv(self, *arguments: str) -> list[str]:
            return super().build_argv("--no-cache", *arguments)

    cli = workshop.cli
    return Anew(path=cli.path, buildx=cli.buildx, problem=None)


def test_a_build_reaches_no_network_and_its_failure_is_quoted(
    workshop: Workshop, engine: docker.DockerClient, tiny_image: str, tmp_path: Path
) -> None:
    name = f"pharos-test-images:{secrets.token_hex(4)}"
    engine.images.get(tiny_image).tag(name)
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text(f'FROM {name}\nRUN ["/bin/sh", "-c", "exec 3<>/no/such"]\n')
    with pytest.raises(BuildFailed, match="no/such"):
        build_image(
            workshop,
            IMAGE,
            fill=lambda c: fill_context(c, IMAGE, dockerfile=dockerfile, binaries=[]),
            tags=["pharos-test-images:never"],
            revision="",
        )
    engine.images.remove(name)


def test_a_volume_s_folder_belongs_to_the_user(
    engine: docker.DockerClient,
    workshop: Workshop,
    tag: str,
    health_check: Path,
    tmp_path: Path,
) -> None:
    build(workshop, tag, health_check, tmp_path)
    container = engine.containers.create(tag, ["1", "/"])
    try:
        _, stat = container.get_archive("/data")
        archive = b"".join(container.get_archive("/data")[0])
    finally:
        container.remove()
    assert stat["name"] == "data"
    # A tar header holds the owner's number in octal from its 108th byte.
    assert int(archive[108:115], 8) == 4321


def test_the_health_check_fails_where_nothing_listens(
    engine: docker.DockerClient,
    workshop: Workshop,
    tag: str,
    health_check: Path,
    tmp_path: Path,
) -> None:
    build(workshop, tag, health_check, tmp_path)
    container = engine.containers.create(
        tag, ["9", "/"], read_only=True, cap_drop=["ALL"], network_mode="none"
    )
    try:
        container.start()
        assert container.wait()["StatusCode"] == 1
        assert b"connection refused" in container.logs()
    finally:
        container.remove(force=True)


def test_a_damaged_binary_is_noticed_and_built_again(cache: Path) -> None:
    binary = build_health_check(cache)
    sound = binary.read_bytes()
    binary.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    assert not is_sound(binary.parent)
    assert build_health_check(cache).read_bytes() == sound


def test_a_binary_holds_no_path_of_this_machine(health_check: Path) -> None:
    content = health_check.read_bytes()
    assert str(Path(__file__).parents[3]).encode() not in content
    assert run(["go", "version", "-m", str(health_check)]).count("-trimpath=true") == 1


def test_the_chosen_cli_can_build_and_leaves_no_probe_behind(
    engine: docker.DockerClient, workshop: Workshop
) -> None:
    assert workshop.cli.problem is None
    labelled = engine.images.list(filters={"label": "pharos.probe=1"}, all=True)
    assert labelled == []

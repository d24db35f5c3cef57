"""Images of a team's own services, out of a folder and out of a name."""

import secrets
from dataclasses import replace

import pytest

from catalog.own_entries import parse_all
from tests.tools import require
from tools.images.__main__ import default_cache
from tools.images.catalogue import load_catalogue
from tools.images.engine import Engine
from tools.images.errors import ImageMissing, ProgramMissing
from tools.images.gobuild import ensure_program
from tools.images.model import ImageOptions, silent
from tools.images.own import OwnImages
from tools.images.programs import HC
from tools.images.site import Site, host_machine

pytestmark = pytest.mark.docker

LEAST = 'description = "x"\nowner = "us"\nport = 5000\n'
VOLUME = '[[volumes]]\nname = "notes"\npath = "/notes"\n'


@pytest.fixture
def own_images(tmp_path):
    require("go")
    # What is built once is kept; the records of this test are its own.
    for folder in (default_cache() / "tools").glob(f"{HC.name}-*"):
        link = tmp_path / "cache" / "tools" / folder.name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(folder)
    site = Site(
        cache=tmp_path / "cache", catalogue=load_catalogue(), machine=host_machine()
    )
    ensure_program(HC, cache=site.cache, machine=site.machine, on_line=lambda _: None)
    return OwnImages(
        site=site,
        engine=Engine(),
        options=ImageOptions(),
        progress=silent,
        root=tmp_path,
    )


@pytest.fixture
def name(engine):
    """A name that nobody uses; its images are removed at the end."""
    name = "".join(secrets.choice("abcdefghij") for _ in range(12))
    yield name
    for tag in ("latest", "base"):
        engine.images.remove(f"pharos/own-{name}:{tag}", force=True)


@pytest.fixture
def base(engine, tiny_image):
    tag = f"pharos-test-own-{secrets.token_hex(4)}:base"
    engine.images.get(tiny_image).tag(tag)
    yield tag
    engine.images.remove(tag, force=True)


def resolved(own_images, name, more):
    [image] = own_images.resolve(parse_all({name: LEAST + more})).values()
    return image


def run(engine, image, *command, **options):
    return engine.containers.run(
        image.reference, list(command), remove=True, network_mode="none", **options
    ).decode()


def test_image_by_name_gets_a_checker_and_folders_for_its_volumes(
    own_images, engine, name, base
):
    image = resolved(own_images, name, f'image = "{base}"\n{VOLUME}')
    [own] = parse_all({name: LEAST + f'image = "{base}"\n{VOLUME}'})
    user = f"{own.service.uid}:{own.service.uid}"

    assert image.probe == ("/pharos/hc", "{port}", "{path}", "{rest}")
    assert image.reference.startswith("sha256:")
    said = run(
        engine, image, "sh", "-c", "echo 1 > /notes/x && cat /notes/x", user=user
    )
    assert said == "1\n"
    # Nobody listens: a checker that starts and says no.
    probed = "/pharos/hc 5000 /health 2>/dev/null; echo $?"
    assert run(engine, image, "sh", "-c", probed, user=user) == "1\n"


def test_folder_is_built_once_and_again_after_an_edit(
    own_images, engine, name, base, tmp_path
):
    folder = tmp_path / "service"
    folder.mkdir()
    (folder / "Dockerfile").write_text(f"FROM {base}\nCOPY greeting /\n")
    (folder / "greeting").write_text("hello\n")

    first = resolved(own_images, name, 'build = "service"\n')
    assert resolved(own_images, name, 'build = "service"\n') == first
    assert run(engine, first, "cat", "/greeting") == "hello\n"

    (folder / "greeting").write_text("good day\n")
    second = resolved(own_images, name, 'build = "service"\n')
    assert run(engine, second, "cat", "/greeting") == "good day\n"
    engine.images.remove(first.reference, force=True)


@pytest.fixture
def without_go(own_images, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    return replace(own_images, site=replace(own_images.site, cache=tmp_path / "new"))


def test_without_go_a_service_that_checks_itself_has_an_image(without_go, name, base):
    checked = 'health_command = ["cat", "/etc/passwd"]\n'
    image = resolved(without_go, name, f'image = "{base}"\n{checked}')

    assert image.probe == ("cat", "/etc/passwd")


def test_without_go_any_other_service_is_named_with_the_ways_out(without_go, base):
    with pytest.raises(ProgramMissing, match=r"^other: .*install Go.*`health_command`"):
        resolved(without_go, "other", f'image = "{base}"\n')


def test_folder_without_a_dockerfile_is_named(own_images):
    with pytest.raises(ImageMissing, match=r"greeter: nowhere/Dockerfile is not there"):
        resolved(own_images, "greeter", 'build = "nowhere"\n')


def test_image_that_cannot_be_had_is_named(own_images):
    missing = "127.0.0.1:9/no/such:1"

    with pytest.raises(ImageMissing, match=r"neither here nor can it be pulled"):
        resolved(own_images, "greeter", f'image = "{missing}"\n')

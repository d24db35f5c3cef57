from pathlib import Path

import pytest

from tools.images.catalogue import load_catalogue
from tools.images.errors import RegistryError
from tools.images.pin import pin_catalogue
from tools.images.reference import parse_reference
from tools.images.registry import answers, tag_digest

from .registry_server import serving

CATALOGUE = """\
# Kept as it is.
[images.one]
title = "One"
version = "1"
uid = 1
gid = 1
source = "there"
licence = "MIT"
reference = "{host}/team/one:1"

[images.two]
title = "Two"
version = "1"
uid = 1
gid = 1
source = "there"
licence = "MIT"
reference = "{host}/team/two:1"
"""


@pytest.mark.parametrize("login", [False, True])
def test_a_tag_s_digest_is_read_with_and_without_a_token(login: bool) -> None:
    with serving(login=login) as registry:
        digest = registry.push("team/one", "1", architecture="amd64")
        found = tag_digest(parse_reference(f"{registry.host}/team/one:1"))
    assert (found.digest, found.multi) == (digest, True)
    assert found.source == f"http://{registry.host}/v2/team/one/manifests/1"


def test_an_unknown_tag_is_refused_with_the_registry_s_answer() -> None:
    with serving() as registry, pytest.raises(RegistryError, match="answered 404"):
        tag_digest(parse_reference(f"{registry.host}/team/one:1"))


def test_a_silent_registry_is_told_from_one_that_answers(free_port: int) -> None:
    assert not answers(f"127.0.0.1:{free_port}")
    with pytest.raises(RegistryError, match="does not answer"):
        tag_digest(parse_reference(f"127.0.0.1:{free_port}/team/one:1"))
    with serving(login=True) as registry:
        assert answers(registry.host)


def test_digests_are_written_into_the_catalogue_and_failures_leave_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "catalogue.toml"
    with serving(login=True) as registry:
        file.write_text(CATALOGUE.format(host=registry.host))
        digest = registry.push("team/one", "1", architecture="amd64")
        failed = pin_catalogue(file=file, say=lambda _: None)
    assert load_catalogue(file)["one"].digest == digest
    assert load_catalogue(file)["two"].digest is None
    assert list(failed) == ["two"]
    assert file.read_text().startswith("# Kept as it is.\n")


def test_an_image_of_one_architecture_is_not_pinned(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    with serving() as registry:
        file.write_text(CATALOGUE.format(host=registry.host))
        registry.push("team/one", "1", architecture="amd64", multi=False)
        failed = pin_catalogue(file=file, say=lambda _: None)
    assert "one architecture" in failed["one"]
    assert load_catalogue(file)["one"].digest is None


def test_a_mirror_is_asked_in_place_of_the_registry(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text(CATALOGUE.format(host="registry.invalid"))
    with serving() as registry:
        digest = registry.push("hub/team/one", "1", architecture="amd64")
        pin_catalogue(file=file, prefix=f"{registry.host}/hub", say=lambda _: None)
    assert load_catalogue(file)["one"].digest == digest

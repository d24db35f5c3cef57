from dataclasses import replace

import pytest

from tools.images.errors import ImageUnpinned
from tools.images.reference import (
    by_digest,
    is_pinned,
    parse_reference,
    require_pinned,
    with_prefix,
)

from .factories import DIGEST, IMAGE_ID, resolved


@pytest.mark.parametrize(
    ("text", "registry", "repository", "tag"),
    [
        ("caddy:2", "docker.io", "library/caddy", "2"),
        ("prom/prometheus:v3", "docker.io", "prom/prometheus", "v3"),
        ("docker.io/prom/prometheus:v3", "docker.io", "prom/prometheus", "v3"),
        ("mirror.example/a/b:1", "mirror.example", "a/b", "1"),
        ("localhost:5000/a", "localhost:5000", "a", None),
    ],
)
def test_a_reference_is_taken_apart(
    text: str, registry: str, repository: str, tag: str | None
) -> None:
    found = parse_reference(text)
    assert (found.registry, found.repository, found.tag) == (registry, repository, tag)


def test_a_reference_keeps_its_digest() -> None:
    assert parse_reference(f"a/b:1@{DIGEST}").digest == DIGEST


@pytest.mark.parametrize(
    ("reference", "sent_to"),
    [
        ("caddy:2", "mirror.example:5000/hub/library/caddy:2"),
        ("prom/prometheus:v3", "mirror.example:5000/hub/prom/prometheus:v3"),
        (
            f"prom/prometheus@{DIGEST}",
            f"mirror.example:5000/hub/prom/prometheus@{DIGEST}",
        ),
    ],
)
def test_a_prefix_sends_every_pull_to_the_mirror(reference: str, sent_to: str) -> None:
    assert with_prefix(reference, "mirror.example:5000/hub/") == sent_to


@pytest.mark.parametrize("prefix", [None, ""])
def test_without_a_prefix_a_reference_stays(prefix: str | None) -> None:
    assert with_prefix("caddy:2", prefix) == "caddy:2"


def test_a_digest_takes_the_place_of_the_tag() -> None:
    assert by_digest("caddy:2", DIGEST) == f"caddy@{DIGEST}"


@pytest.mark.parametrize("reference", [IMAGE_ID, f"a/b@{DIGEST}", f"a/b:1@{DIGEST}"])
def test_ids_and_digests_are_pinned(reference: str) -> None:
    assert is_pinned(reference)


@pytest.mark.parametrize("reference", ["a/b:1", "a/b", "a/b@sha256:12", "sha256:beef"])
def test_names_are_not_pinned(reference: str) -> None:
    assert not is_pinned(reference)


def test_dev_takes_images_by_tag() -> None:
    require_pinned("dev", resolved(prometheus="prom/prometheus:v3"))


def test_other_stacks_take_ids_and_digests() -> None:
    require_pinned("prod", resolved(app=IMAGE_ID, gateway=f"caddy@{DIGEST}"))


def test_other_stacks_refuse_tags_and_say_how_to_pin_them() -> None:
    with pytest.raises(ImageUnpinned) as caught:
        require_pinned("prod", resolved(app=IMAGE_ID, gateway="caddy:2"))
    assert str(caught.value) == (
        "stack 'prod' refuses images by tag: gateway (caddy:2). Run `make images-pin` "
        "where the registry answers and commit the digests, or give the image by "
        "digest in the stack's settings."
    )


def test_other_stacks_refuse_what_was_built_on_a_tag() -> None:
    built = resolved(collector=IMAGE_ID)
    image = replace(built.images["collector"], made_of=("otel/contrib:1.0.0",))
    with pytest.raises(ImageUnpinned, match=r"collector \(otel/contrib:1\.0\.0\)"):
        require_pinned("prod", replace(built, images={"collector": image}))

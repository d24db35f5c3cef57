import pytest

from plugins.docker.image.resource import repo_digest, split


@pytest.mark.parametrize(
    ("name", "repository", "tag"),
    [
        ("shop", "shop", "latest"),
        ("shop:1", "shop", "1"),
        ("registry:5000/team/shop", "registry:5000/team/shop", "latest"),
        ("registry:5000/team/shop:1", "registry:5000/team/shop", "1"),
        ("shop@sha256:ab", "shop", "sha256:ab"),
        ("shop:1@sha256:ab", "shop:1", "sha256:ab"),
    ],
)
def test_name_is_split_as_docker_does(name: str, repository: str, tag: str) -> None:
    assert split(name) == (repository, tag)


def test_digest_is_that_of_the_repository() -> None:
    digests = ["other@sha256:1", "shop@sha256:2"]
    assert repo_digest("shop:1", digests) == "shop@sha256:2"


def test_local_image_has_no_digest() -> None:
    assert repo_digest("shop:1", []) == ""

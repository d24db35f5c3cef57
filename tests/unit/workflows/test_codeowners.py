import pytest

from catalog.services import SERVICES
from tools.workflows import codeowners

PATHS = {"*": "platform", "/app/": "shop"}


def test_each_owner_is_a_team_of_the_organisation():
    text = codeowners.render(PATHS, "acme")

    assert text.splitlines()[1:] == [
        "# Organisation: acme",
        "*     @acme/platform",
        "/app/ @acme/shop",
    ]


def test_without_an_organisation_nobody_is_named():
    text = codeowners.render(PATHS, "")

    assert all(line.startswith("#") for line in text.splitlines())
    assert codeowners.organisation(text) == ""


def test_the_organisation_is_kept_when_the_file_is_made_again(tmp_path):
    file = tmp_path / "CODEOWNERS"

    assert codeowners.main(["acme"], file) == 0
    first = file.read_text()
    assert codeowners.main([], file) == 0

    assert file.read_text() == first
    assert codeowners.generated(first) == first


@pytest.mark.parametrize("org", ["a b", "-a", "a--b", "a" * 40, "a/b", "a\n* @evil"])
def test_a_name_that_github_cannot_have_is_refused(org, tmp_path, capsys):
    file = tmp_path / "CODEOWNERS"

    assert codeowners.main([org], file) == 1

    assert not file.exists()
    assert "is no organisation of GitHub's" in capsys.readouterr().err


def test_every_owner_of_the_catalog_owns_a_path():
    assert {service.owner for service in SERVICES} <= {*codeowners.owners().values()}


def test_what_guards_the_rest_is_the_platform_s_last_word():
    assert [*codeowners.owners()][-5:] == [
        "/.github/",
        "/policies/",
        "/infra/",
        "/tools/",
        "/requirements/",
    ]

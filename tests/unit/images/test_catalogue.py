import re
import tomllib

import pytest

from catalog.services import SHOP_GID, SHOP_ROLES, service
from tools.images.catalogue import load_catalogue, parse_catalogue
from tools.images.errors import CatalogueError
from tools.images.programs import GO_FOLDER
from tools.images.python_images import PYTHON_IMAGES, PythonImage
from tools.images.recipes import RECIPES
from tools.images.reference import parse_reference
from tools.images.wheels import ROOT

CATALOGUE = load_catalogue()
_OWN_USERS = ["prometheus", "alertmanager", "grafana", "gateway", "collector", "engine"]
ENTRY = """
[images.one]
title = "One"
version = "1"
uid = 1
gid = 1
source = "there"
licence = "MIT"
reference = "one:1"
"""


@pytest.mark.parametrize("key", _OWN_USERS)
def test_an_image_runs_as_the_user_that_the_service_catalog_names(key: str) -> None:
    assert CATALOGUE[key].uid == service(key).uid


def test_the_app_runs_as_the_first_role_in_the_group_that_shares_volumes() -> None:
    app = CATALOGUE["app"]
    assert (app.uid, app.gid) == (SHOP_ROLES[0].uid, SHOP_GID)


@pytest.mark.parametrize("key", list(PYTHON_IMAGES))
def test_our_own_images_have_the_project_s_version(key: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert CATALOGUE[key].version == project["version"]


@pytest.mark.parametrize("python", PYTHON_IMAGES.values(), ids=lambda each: each.key)
def test_the_inputs_of_our_own_images_exist(python: PythonImage) -> None:
    assert [name for name in python.inputs if not (ROOT / name).exists()] == []


def test_the_engine_s_image_holds_no_sources_of_its_console() -> None:
    files = PYTHON_IMAGES["engine"].sources()
    assert files
    assert [file for file in files if "web" in file.relative_to(ROOT).parts] == []


@pytest.mark.parametrize("key", [k for k, i in CATALOGUE.items() if i.reference])
def test_every_pulled_image_has_an_exact_version(key: str) -> None:
    tag = parse_reference(CATALOGUE[key].reference or "").tag or ""
    # PostgreSQL's versions have two numbers.
    assert re.search(r"\d+\.\d+(\.\d+|-)", tag)


@pytest.mark.parametrize("name", list(RECIPES))
def test_a_recipe_builds_the_version_that_would_be_pulled(name: str) -> None:
    entry = next(i for i in CATALOGUE.values() if i.recipe == name)
    recipe = RECIPES[name]
    pins = (GO_FOLDER / recipe.program.module / "go.mod").read_text()
    assert entry.version in (entry.reference or entry.version)
    assert f" {recipe.revision}" in pins


@pytest.mark.parametrize("name", list(RECIPES))
def test_a_recipe_starts_as_the_user_of_the_catalogue(name: str) -> None:
    entry = next(i for i in CATALOGUE.values() if i.recipe == name)
    text = RECIPES[name].dockerfile.read_text()
    assert f"USER {entry.uid}:{entry.gid}\n" in text
    assert "HEALTHCHECK" in text


def test_mistakes_are_reported_together_with_their_keys() -> None:
    wrong = ENTRY.replace('title = "One"\n', "colour = 1\n").replace(
        "one:1", "one:latest"
    )
    with pytest.raises(CatalogueError) as caught:
        parse_catalogue(wrong)
    assert "one.title: missing" in str(caught.value)
    assert "one.colour: unknown" in str(caught.value)
    assert "one.reference: 'one:latest' has no exact version tag" in str(caught.value)


def test_a_digest_needs_the_place_that_it_was_read_from() -> None:
    with pytest.raises(CatalogueError, match="one\\.digest_source: missing"):
        parse_catalogue(f'{ENTRY}digest = "sha256:{"0" * 64}"\n')


def test_an_invented_digest_is_refused() -> None:
    with pytest.raises(CatalogueError, match="run `make images-pin`"):
        parse_catalogue(f'{ENTRY}digest = "sha256:1234"\ndigest_source = "me"\n')


def test_text_that_is_not_toml_is_refused() -> None:
    with pytest.raises(CatalogueError, match="not TOML"):
        parse_catalogue("[images")


def test_a_program_comes_out_of_an_official_image_or_is_built() -> None:
    with pytest.raises(CatalogueError, match="one\\.program: goes with reference and"):
        parse_catalogue(f'{ENTRY}program = "/one"\n')

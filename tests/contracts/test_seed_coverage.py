"""What the page on the seeds says is here, is here."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import catalog.engine
import catalog.metrics
from aiops.entrypoints.http.factory import create_app
from aiops.entrypoints.http.openapi import document
from aiops.entrypoints.http.views import APIS
from aiops.settings import NAMES
from app.roles import operations_of
from app.settings import ROLES, VARIABLES
from catalog.metrics import Metric
from tests.contracts.seed_headings import HEADINGS
from tests.unit.aiops.engines import new_engine

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "seed-coverage.md"
VERDICTS = {"done", "replaced", "declined", "open"}
HERE = {"done", "replaced"}
NOWHERE = "\N{EN DASH}"


class Row(NamedTuple):
    """One item; *heading* is the seed's."""

    seed: str
    heading: str
    item: str
    verdict: str
    where: str
    why: str


def rows() -> Iterator[Row]:
    seed = heading = ""
    for line in PAGE.read_text().splitlines():
        if line.startswith("## Seed "):
            seed, heading = line.removeprefix("## Seed "), ""
        elif line.startswith("### "):
            heading = line.removeprefix("### ")
        elif (
            seed and line.startswith("|") and not line.startswith(("| Item |", "| ---"))
        ):
            cells = [cell.strip() for cell in line.split("|")[1:-1]]
            assert len(cells) == 4, line
            yield Row(seed, heading, *cells)


ROWS = tuple(rows())


def named(where: str) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`]+)`", where)


def linked(where: str) -> list[str]:
    return re.findall(r"\]\(([^)\s#]+)", where)


def metrics() -> set[str]:
    return {
        value.name
        for module in (catalog.metrics, catalog.engine)
        for value in vars(module).values()
        if isinstance(value, Metric)
    }


def alerts() -> set[str]:
    """Return the alerts that Prometheus is given in production."""
    folder = ROOT / "rules" / "generated" / "production"
    return {
        name
        for file in folder.glob("*.yaml")
        for name in re.findall(r"^ *- alert: (\w+)$", file.read_text(), re.MULTILINE)
    }


def routes(folder: Path) -> set[str]:
    """Return method and path of both OpenAPI documents."""
    engine = new_engine(folder)
    try:
        app = create_app(engine)
        with app.app_context():
            operations = [each for api in APIS for each in api.operations]
            paths = document(app, operations)["paths"]
    finally:
        engine.database.close()
    return {
        *(f"{way.upper()} {path}" for path, ways in paths.items() for way in ways),
        *(
            f"{each.method} {each.path}"
            for each in operations_of(ROLES)
            if not each.internal
        ),
    }


def settings() -> set[str]:
    """Return the settings of stack (as the README has them), engine and shop."""
    table = (ROOT / "README.md").read_text().partition("## Settings")[2]
    keys = re.findall(r"`(?:pharos:)?([a-zA-Z]+)`", table.partition("## Secrets")[0])
    return {
        *(f"pharos:{key}" for key in keys),
        *NAMES,
        *(variable.name for variable in VARIABLES),
    }


@pytest.fixture
def known(tmp_path):
    """Everything that may stand between backticks."""
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE)
    return {
        *(f"make {target}" for target in targets),
        *alerts(),
        *metrics(),
        *routes(tmp_path),
        *settings(),
    }


def test_every_name_is_known(known):
    strange = {
        (row.item, name)
        for row in ROWS
        for name in named(row.where)
        if name not in known
    }

    assert strange == set()


def test_every_link_leads_to_a_file_or_folder():
    broken = {
        (row.item, link)
        for row in ROWS
        for link in linked(row.where)
        if not (PAGE.parent / link).exists()
    }

    assert broken == set()


def test_verdicts_are_of_the_four_words():
    assert {row.verdict for row in ROWS} <= VERDICTS


def test_what_is_here_has_a_place_that_is_followed():
    homeless = [
        row.item
        for row in ROWS
        if row.verdict in HERE and not named(row.where) + linked(row.where)
    ]

    assert homeless == []


def test_what_is_not_here_names_no_place():
    assert [
        row.item for row in ROWS if row.verdict not in HERE and row.where != NOWHERE
    ] == []


def test_what_is_not_as_the_seed_has_it_says_why():
    assert [row.item for row in ROWS if row.verdict != "done" and not row.why] == []


def test_every_row_has_an_item():
    assert [row for row in ROWS if not row.item] == []


def test_every_heading_has_rows_in_the_seeds_order():
    found = {seed: [] for seed in HEADINGS}
    for row in ROWS:
        if row.heading not in found[row.seed]:
            found[row.seed].append(row.heading)

    assert found == {seed: list(headings) for seed, headings in HEADINGS.items()}

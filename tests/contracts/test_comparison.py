"""What the comparison says of us is so."""

import re

import pytest

import dashboards.files
from catalog.alerts import Alert


@pytest.fixture
def page(request):
    return (request.config.rootpath / "docs" / "comparison.md").read_text()


def ours(page, row):
    [found] = re.findall(rf"^\| {re.escape(row)} \| (\S+) \|", page, re.MULTILINE)
    return int(found)


@pytest.mark.parametrize(
    "row",
    [
        "Alerts, by name",
        "of these with a runbook page in reach",
        "of these with a unit test",
        "of these tested firing, silent and resolving",
    ],
)
def test_alerts_are_counted_right(page, row):
    # That each has a page and its tests is what tests/rules makes sure of.
    assert ours(page, row) == len(Alert)


def test_dashboards_are_counted_right(page):
    made = len(dashboards.files.generated())
    row = "Dashboards whose every query is run against a live stack in CI"

    assert ours(page, "Dashboards") == made
    # That of PostgreSQL is on stacks that ask for it only.
    assert ours(page, row) == made - 1

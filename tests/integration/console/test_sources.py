"""The console's TypeScript: its types, its unit tests, and what the bundle holds."""

import re
import subprocess
from functools import partial

import pytest

from tests.tools import require
from tools.bootstrap.places import places
from tools.images.console import ensure_console, ensure_packages, workplace

LIMIT_KIB = 90


@pytest.fixture(scope="module")
def sources():
    require("node")
    require("npm")
    packages = ensure_packages(cache=places().cache, on_line=print, checks=True)
    with workplace(packages) as place:
        yield place


@pytest.fixture(scope="module")
def built():
    require("node")
    require("npm")
    return ensure_console(cache=places().cache, on_line=print)


def run(place, *argv):
    done = partial(subprocess.run, capture_output=True, text=True, check=False)(
        argv, cwd=place
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


def test_types_agree(sources):
    run(sources, "node_modules/.bin/tsc", "--project", ".")


def test_unit_tests_of_the_console_pass(sources):
    run(sources, "node", "build.mjs", "--tests", "bundled")

    said = run(sources, "node", "--test", "bundled")

    passed = re.search(r"^# pass ([0-9]+)$", said, re.MULTILINE)
    assert passed is not None
    assert int(passed[1]) >= 40


def test_the_page_names_files_that_are_there_and_nothing_from_elsewhere(built):
    page = (built / "index.html").read_text()

    named = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(named) == 3
    for address in named:
        assert (built / address.removeprefix("/console/")).is_file(), address
    # The policy of the page forbids what is in line.
    assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*\ssrc=)", page)


def test_the_bundle_reaches_no_other_site(built):
    (script,) = built.glob("assets/*.js")
    (style,) = built.glob("assets/*.css")

    addresses = set(re.findall(r"https?://[\w./-]+", script.read_text()))
    # Names of XML's vocabularies and a page that is mentioned, nothing is loaded.
    assert {each for each in addresses if "w3.org" not in each} == set()
    assert "url(" not in style.read_text()


def test_the_console_stays_small(built):
    zipped = sum(file.stat().st_size for file in built.rglob("*.gz"))

    assert zipped < LIMIT_KIB * 1024


def test_licences_of_what_was_bundled_are_passed_on(built):
    licences = (built / "assets" / "licences.txt").read_text()

    for name in ("@dagrejs/dagre", "preact", "uplot"):
        assert f"{name} " in licences
    assert licences.count("Permission is hereby granted") >= 3


def test_a_second_build_is_the_first(built):
    assert ensure_console(cache=places().cache, on_line=pytest.fail) == built

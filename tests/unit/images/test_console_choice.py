"""How the console is bundled, and what is said where it is not."""

import itertools

import pytest

from aiops.entrypoints.http.console import read_absent
from tools.images.console import keep_absent
from tools.images.console_choice import (
    Bundler,
    absent_name,
    absent_page,
    choose_bundler,
    missing_console,
)

NODE = "node:1.2.3-slim"
NAMES = ("cached", "node_here", "usable", "image_here", "pullable")


@pytest.mark.parametrize(
    ("true", "bundler"),
    [
        (NAMES, Bundler.CACHE),
        (NAMES[1:], Bundler.HOST),
        (NAMES[2:], Bundler.IMAGE),
        (("usable", "image_here"), Bundler.IMAGE),
        (("usable", "pullable"), Bundler.IMAGE),
        (("image_here", "pullable"), Bundler.NONE),
        (("usable",), Bundler.NONE),
        ((), Bundler.NONE),
    ],
)
def test_what_costs_least_bundles_the_console(true, bundler):
    assert choose_bundler(**{name: name in true for name in NAMES}) is bundler


def test_without_an_image_only_cache_and_machine_bundle_the_console():
    for cached, node_here, usable in itertools.product([False, True], repeat=3):
        found = choose_bundler(
            cached=cached,
            node_here=node_here,
            usable=usable,
            image_here=False,
            pullable=False,
        )
        assert (found is Bundler.NONE) == (not cached and not node_here)


def test_the_notice_says_why_and_names_every_way_out():
    notice = missing_console(NODE, "docker.io")

    assert "the registry docker.io does not answer" in notice
    for way in ("Install Node.js 20", NODE, "pharos:registryPrefix", "docker load"):
        assert way in notice


def test_the_notice_repeats_what_refused():
    assert "unknown manifest" in missing_console(NODE, "x", said="unknown manifest")


def test_the_page_names_the_ways_out_too():
    assert "Install Node.js 20" in absent_page(NODE)
    assert "pharos:registryPrefix" in absent_page(NODE)


def test_the_engine_looks_for_the_page_where_it_is_kept(tmp_path):
    folder = keep_absent(NODE, cache=tmp_path)

    assert read_absent(folder) == absent_page(NODE)


def test_another_page_is_another_image():
    assert absent_name(NODE) != absent_name("node:1.2.4-slim")

"""How the engine serves its console."""

import gzip

import pytest
from flask import Flask

from aiops.entrypoints.http.console import console_pages

SCRIPT = b"console.log('a console');\n" * 40
NAME = "console-ABCD2345.js"


@pytest.fixture
def folder(tmp_path):
    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Pharos</title>")
    (assets / NAME).write_bytes(SCRIPT)
    (assets / f"{NAME}.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "licences.txt").write_text("MIT")
    return tmp_path


def client(folder):
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(console_pages(folder))
    return app.test_client()


@pytest.fixture
def console(folder):
    return client(folder)


def test_the_front_leads_to_the_console(console):
    answer = console.get("/")

    assert (answer.status_code, answer.location) == (302, "/console/")


@pytest.mark.parametrize("path", ["", "incidents/INC-1-1", "services/payment"])
def test_every_address_of_the_console_is_its_page(console, path):
    answer = console.get(f"/console/{path}")

    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert b"Pharos" in answer.data


def test_nothing_in_line_and_nothing_from_elsewhere_may_run(console):
    policy = console.get("/console/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_hashed_name_is_kept_for_ever_and_the_page_is_asked_for(console):
    asset = console.get(f"/console/assets/{NAME}")
    page = console.get("/console/")
    unhashed = console.get("/console/assets/licences.txt")

    assert "immutable" in asset.headers["Cache-Control"]
    assert page.headers["Cache-Control"] == "no-cache"
    assert unhashed.headers["Cache-Control"] == "no-cache"


def test_what_a_browser_has_already_is_not_sent_again(console):
    tag = console.get("/console/").headers["ETag"]

    again = console.get("/console/", headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Security-Policy" in again.headers


def test_who_takes_gzip_gets_what_was_compressed_at_build_time(console):
    address = f"/console/assets/{NAME}"

    zipped = console.get(address, headers={"Accept-Encoding": "gzip"})
    plain = console.get(address, headers={"Accept-Encoding": "identity"})

    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data == SCRIPT
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert zipped.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", ["gone.js", f"{NAME}.gz", "index.html"])
def test_only_files_of_the_build_are_served(console, name):
    answer = console.get(f"/console/assets/{name}")

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/", "/console/", "/console/incidents"])
def test_a_checkout_without_the_build_says_how_to_make_it(tmp_path, path):
    answer = client(tmp_path / "nothing").get(path)

    assert answer.status_code == 503
    assert "python -m tools.console" in answer.text


@pytest.mark.parametrize("path", ["/", "/console/", "/console/incidents"])
def test_an_image_without_the_console_says_why(tmp_path, path):
    (tmp_path / "absent.txt").write_text("no Node.js; install it")

    answer = client(tmp_path).get(path)

    assert (answer.status_code, answer.text) == (503, "no Node.js; install it")

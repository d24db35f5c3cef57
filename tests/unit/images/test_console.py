"""The key of the console: its sources decide, and nothing else."""

import json

import pytest

from tools.images.console import WEB, console_folder, workplace


@pytest.fixture
def web(tmp_path):
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    (folder / "package-lock.json").write_text("{}")
    (folder / "src" / "console.tsx").write_text("start();")
    return folder


def key(web, tmp_path):
    return console_folder(cache=tmp_path / "cache", web=web).name


def test_a_changed_source_is_another_console(web, tmp_path):
    before = key(web, tmp_path)
    (web / "src" / "console.tsx").write_text("stop();")

    assert key(web, tmp_path) != before


def test_what_is_installed_beside_the_sources_changes_nothing(web, tmp_path):
    before = key(web, tmp_path)
    (web / "node_modules" / "preact").mkdir(parents=True)
    (web / "node_modules" / "preact" / "index.js").write_text("")
    (web / "src" / ".console.tsx.swp").write_text("")

    assert key(web, tmp_path) == before


def test_the_workplace_has_the_sources_and_the_packages_given(web, tmp_path):
    packages = tmp_path / "packages"
    (packages / "node_modules" / "preact").mkdir(parents=True)

    with workplace(packages, web) as place:
        assert (place / "src" / "console.tsx").read_text() == "start();"
        assert (place / "node_modules" / "preact").is_dir()
    assert not place.exists()


def test_every_locked_package_is_pinned_by_hash_and_names_no_address():
    lock = json.loads((WEB / "package-lock.json").read_text())
    locked = {name: each for name, each in lock["packages"].items() if name}

    assert locked
    for name, each in locked.items():
        assert each["integrity"].startswith("sha512-"), name
        assert "resolved" not in each, name


def test_versions_are_exact():
    manifest = json.loads((WEB / "package.json").read_text())

    for versions in (manifest["dependencies"], manifest["devDependencies"]):
        assert all(version[0].isdigit() for version in versions.values())

import subprocess
import sys

from tests.unit.bootstrap.factories import places_in
from tools.bootstrap.resource_plugin import BINARY, find_official, homes, stand_in


def install(home, version):
    path = home / "plugins" / f"resource-docker-v{version}" / BINARY
    path.parent.mkdir(parents=True)
    path.touch()


def test_the_newest_official_plugin_wins(tmp_path):
    for version in ("4.9.0", "4.10.1"):
        install(tmp_path, version)

    found = find_official([tmp_path / "none", tmp_path])

    assert found.description == "official docker 4.10.1"
    assert found.folder.name == "resource-docker-v4.10.1"


def test_without_an_official_one_there_is_none(tmp_path):
    assert find_official([tmp_path]) is None


def test_the_users_own_plugins_count(tmp_path):
    where = places_in(tmp_path)

    assert homes(where, {"HOME": "/somewhere"})[1].as_posix() == "/somewhere/.pulumi"
    assert homes(where, {"PULUMI_HOME": "/p"})[1].as_posix() == "/p"


def test_the_launcher_starts_our_plugin_wherever_it_is_run(tmp_path):
    where = places_in(tmp_path)
    (where.venv / "bin").mkdir(parents=True)
    (where.venv / "bin" / "python").symlink_to(sys.executable)
    # A module of the same name in the folder where Pulumi starts it.
    (tmp_path / "plugins.py").write_text("raise SystemExit('the wrong one')")

    plugin = stand_in(where)
    again = (plugin.folder / BINARY).stat().st_mtime_ns
    stand_in(where)

    assert (plugin.folder / BINARY).stat().st_mtime_ns == again
    said = (plugin.folder / BINARY).read_text()
    assert said == (
        f'#!/bin/sh\nexec "{where.venv}/bin/python" -P -m plugins.docker "$@"\n'
    )
    subprocess.run(["sh", "-n", str(plugin.folder / BINARY)], check=True)

import json
import subprocess
import sys

import pytest

from tests.tools import require
from tests.unit.bootstrap.factories import places_in
from tools.bootstrap import venv
from tools.bootstrap.errors import VenvError
from tools.bootstrap.places import CHECKOUT

LOCK = """\
six==1.17.0 \\
    --hash=sha256:4721 \\
    --hash=sha256:ff70
uv==0.13.8 \\
    --hash=sha256:0b3e \\
    --hash=sha256:0ec3
wheel==0.45.0 --hash=sha256:aaaa
"""


@pytest.fixture
def where(tmp_path):
    found = places_in(tmp_path)
    (found.checkout / "requirements").mkdir()
    for name in ("deploy", "dev"):
        (found.checkout / "requirements" / f"{name}.txt").write_text(LOCK)
    (found.checkout / "pyproject.toml").write_text("[project]\n")
    return found


def installed(where, wanted):
    """A .venv as it is after a run that came to its end."""
    python = where.venv / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    if not python.exists():
        python.symlink_to(sys.executable)
    stamp = {}
    for name in venv.INCLUDES[wanted]:
        stamp |= venv.fingerprint(where, name)
    (where.venv / venv.STAMP).write_text(json.dumps(stamp))


def due(where, wanted="deploy"):
    stamp = venv.read_stamp(where)
    return venv.missing(stamp, venv.fingerprint(where, wanted), where)


ALL = {"venv", "requirements", "project"}


def test_a_fresh_checkout_needs_everything(where):
    assert due(where) == ALL


def test_a_current_environment_needs_nothing(where):
    installed(where, "deploy")

    assert due(where) == set()


def test_one_without_stamp_was_not_made_to_its_end(where):
    installed(where, "deploy")
    (where.venv / venv.STAMP).unlink()

    assert due(where) == ALL


def test_one_whose_interpreter_is_gone_is_made_again(where):
    installed(where, "deploy")
    (where.venv / "bin" / "python").unlink()
    (where.venv / "bin" / "python").symlink_to("/nowhere/python3")

    assert due(where) == ALL


def test_one_that_was_moved_is_made_again(where, tmp_path):
    installed(where, "deploy")
    stamp = venv.read_stamp(where) | {"checkout": "/elsewhere"}
    (where.venv / venv.STAMP).write_text(json.dumps(stamp))

    assert due(where) == ALL


def test_a_changed_lock_file_is_installed_into_what_there_is(where):
    installed(where, "deploy")
    (where.checkout / "requirements" / "deploy.txt").write_text(LOCK + "more\n")

    assert due(where) == {"requirements"}


def test_a_changed_project_is_linked_again(where):
    installed(where, "deploy")
    (where.checkout / "pyproject.toml").write_text("[project]\nname = 'x'\n")

    assert due(where) == {"project"}


def test_what_tests_need_includes_what_a_deployment_needs(where):
    installed(where, "dev")

    assert due(where, "deploy") == set()


def test_what_a_deployment_needs_is_not_enough_for_tests(where):
    installed(where, "deploy")

    assert due(where, "dev") == {"requirements"}


def test_the_installer_is_taken_from_the_lock_with_its_hashes():
    assert venv.block_of("uv", LOCK) == (
        "uv==0.13.8 \\\n    --hash=sha256:0b3e \\\n    --hash=sha256:0ec3\n"
    )


def test_a_lock_without_installer_says_how_to_make_one():
    with pytest.raises(VenvError, match="make lock"):
        venv.block_of("uv", "six==1.17.0\n")


def test_a_checkout_that_is_not_whole_is_said_to_be(where):
    (where.checkout / "requirements" / "deploy.txt").unlink()

    with pytest.raises(VenvError, match=r"deploy\.txt is missing"):
        venv.fingerprint(where, "deploy")


@pytest.mark.parametrize("package", ["uv", "pulumi", "docker", "rich"])
def test_the_lock_of_the_tests_pins_what_a_deployment_gets(package):
    deploy, dev = (
        venv.block_of(package, (CHECKOUT / "requirements" / f"{n}.txt").read_text())
        for n in ("deploy", "dev")
    )

    assert deploy == dev


def test_an_old_python_is_told_what_it_lacks(tmp_path):
    old = tmp_path / "old.py"
    main = CHECKOUT / "tools" / "bootstrap" / "__main__.py"
    old.write_text(
        "import sys; sys.version_info = (3, 8, 1); sys.version = '3.8.1 (x)'\n"
        f"code = open({str(main)!r}).read()\n"
        "exec(compile(code, 'main', 'exec'), {'__name__': '__main__'})\n"
    )
    done = subprocess.run(
        [sys.executable, str(old)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path)},
    )

    assert done.returncode == 1
    assert done.stderr.startswith("pharos: python3 is 3.8.1, and 3.11 or newer is need")


def test_a_second_run_starts_the_command_without_delay(where):
    installed(where, "deploy")
    require("python3")

    said = []

    assert venv.ensure(where, "deploy", said.append) == where.venv / "bin" / "python"
    assert said == []


def test_a_python_without_venv_module_names_the_package(where, tmp_path, monkeypatch):
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\necho 'ensurepip is not available'; exit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(venv.os, "geteuid", lambda: 1000)

    with pytest.raises(VenvError, match="`apt-get install python3-venv`"):
        venv.ensure(where, "deploy", lambda text: None)

    assert not where.venv.exists()

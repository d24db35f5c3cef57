"""What only tests use is installed where it is missing, and not again elsewhere."""

from pathlib import Path

import pytest

from tools.bootstrap import packages


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with nothing on PATH and nothing of Debian's PostgreSQL."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(packages, "_ELSEWHERE", {"initdb": tmp_path / "postgresql"})
    return tmp_path


def program(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)


def test_bare_machine_lacks_all_packages(machine):
    assert packages.lacking() == tuple(packages.PACKAGES.values())


def test_program_on_path_is_not_lacking(machine):
    program(machine / "bin" / "initdb")

    assert "postgresql" not in packages.lacking()


def test_server_that_debian_keeps_off_path_is_not_lacking(machine):
    program(machine / "postgresql" / "17" / "bin" / "initdb")

    assert "postgresql" not in packages.lacking()

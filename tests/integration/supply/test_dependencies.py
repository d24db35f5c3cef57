"""The audit of dependencies says what it could not do."""

import subprocess

from tests.tools import require
from tests.unit.supply.factories import ADVISORIES
from tools.supply.__main__ import main


def test_known_bad_version_is_found_or_nothing_was_audited(tmp_path, capsys):
    require("git")
    (tmp_path / "requirements").mkdir()
    # Vulnerable as everybody knows: a source that answers has to say so.
    lock = "requests==2.19.0 --hash=sha256:" + "0" * 64 + "\n"
    (tmp_path / "requirements" / "app.txt").write_text(lock)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "-C", tmp_path, "add", "-A"], check=True)

    code = main(["dependencies", "--root", str(tmp_path)])

    said = capsys.readouterr().out
    assert code in (1, 3), said
    if code == 3:
        assert "not audited: Python: no source of advisories answers" in said
    else:
        assert "CVE-2018-18074" in said


def test_dump_without_our_packages_ecosystems_does_not_pass(tmp_path, capsys):
    (tmp_path / "lantern.json").write_bytes(
        (ADVISORIES / "PHAROS-2026-0001.json").read_bytes()
    )

    assert main(["dependencies", "--advisories", str(tmp_path)]) == 3
    assert "has no advisory for Go" in capsys.readouterr().out


def test_dump_of_all_ecosystems_audits_our_own_lock_files(capsys):
    assert main(["dependencies", "--advisories", str(ADVISORIES)]) == 0
    assert "dependencies: passed" in capsys.readouterr().out

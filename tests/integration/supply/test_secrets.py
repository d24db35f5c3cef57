"""Planted secrets are found, in files and in commits, whatever a comment says."""

import json
import subprocess

import pytest

from tests.tools import require
from tools.supply.__main__ import main

# Put together here, so that none of them stands in a file of ours.
PLANTED = {
    "aws.py": ("AWS Access Key", f'key = "{"AKIA" + "IOSFODNN7EXAMPLF"}"\n'),
    "key.pem": ("Private Key", f"-----BEGIN {'RSA'} PRIVATE KEY-----\nMIIEow\n"),
    "slack.yaml": (
        "Slack Token",
        f"token: {'xox' + 'b-123456789012-123456789012-abcdefabcdefabcdefabcdef'}\n",
    ),
    "github.sh": ("GitHub Token", f"T={'gh' + 'p_'}{'wJ4k9Q2m7X' * 3}aB3dEf\n"),
    "url.toml": (
        "Basic Auth Credentials",
        f"u = 'postgres://me:{'pr1v' + 'ate9'}@db/x'\n",
    ),
    "words.py": ("Secret Keyword", f"password = '{'hai' + 'r-trigger-42'}'  # noqa\n"),
    "allowed.py": (
        "Secret Keyword",
        f"api_key = '{'q8Zt' + '3vN0pLx1'}'  # pragma: allowlist secret\n",
    ),
}


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    require("git")
    monkeypatch.setenv("PHAROS_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "checkout"
    root.mkdir()
    git(root, "init", "-q")
    (root / "harmless.txt").write_text("nothing to see\n")
    commit(root)
    return root


def git(root, *words):
    options = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    done = subprocess.run(
        ["git", "-C", root, *options, *words],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(root):
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    return git(root, "rev-parse", "HEAD")


def scanned(root, *words):
    out = root.parent / "out.json"
    code = main(["secrets", "--root", str(root), "--json", str(out), *words])
    return code, json.loads(out.read_text())


def test_planted_secrets_of_every_kind_are_found_and_never_shown(checkout, capsys):
    for name, (_, text) in PLANTED.items():
        (checkout / name).write_text(text)
    git(checkout, "add", "-A")

    code, said = scanned(checkout)

    assert code == 1
    found = {
        (each["where"], each["what"].rpartition(" ")[0]) for each in said["findings"]
    }
    missing = {(name, kind) for name, (kind, _) in PLANTED.items()} - found
    assert missing == set()
    shown = "".join(capsys.readouterr()) + json.dumps(said)
    assert "hair-trigger" not in shown
    assert "pr1vate9" not in shown


def test_edit_that_is_not_committed_yet_is_looked_at(checkout):
    assert scanned(checkout)[0] == 0

    (checkout / "harmless.txt").write_text(PLANTED["aws.py"][1])

    assert scanned(checkout)[0] == 1


def test_secret_that_a_later_commit_took_away_is_found_in_the_history(checkout):
    base = git(checkout, "rev-parse", "HEAD")
    (checkout / "aws.py").write_text(PLANTED["aws.py"][1])
    commit(checkout)
    (checkout / "aws.py").unlink()
    commit(checkout)

    assert scanned(checkout)[0] == 0
    code, said = scanned(checkout, "--since", base)
    assert code == 1
    assert "of a commit's content" in said["findings"][0]["detail"]


def test_accepted_with_a_reason_passes_and_a_leftover_fails(checkout):
    (checkout / "aws.py").write_text(PLANTED["aws.py"][1])
    git(checkout, "add", "-A")
    _, said = scanned(checkout)
    file = checkout / "tools" / "supply" / "accepted.toml"
    file.parent.mkdir(parents=True)
    file.write_text(
        "".join(
            f'[[accepted]]\ncommand = "secrets"\nwhere = "{each["where"]}"\n'
            f'what = "{each["what"]}"\nreason = "made up"\n'
            for each in said["findings"]
        )
    )

    assert scanned(checkout)[0] == 0
    git(checkout, "rm", "-qf", "aws.py")
    assert scanned(checkout)[0] == 1


def test_base_that_git_does_not_know_is_wrong_usage(checkout, capsys):
    code = main(["secrets", "--root", str(checkout), "--since", "no-such"])

    assert code == 2
    assert "'no-such' is no commit of" in capsys.readouterr().err


def test_our_own_files_hold_no_secret_that_nobody_has_looked_at(capsys):
    assert main(["secrets"]) == 0, capsys.readouterr().out

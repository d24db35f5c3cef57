import subprocess
from pathlib import Path

import pytest

from tests.tools import require
from tools.images.engine import Engine
from tools.images.python_images import APP
from tools.images.records import ImageRecord
from tools.images.revision import revision_of
from tools.images.work import is_known, retag_own, short_tag


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.invalid")
    done = subprocess.run(
        ["git", *identity, "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    require("git")
    git(tmp_path, "init", "-q")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "a.py").write_text("1")
    commit(tmp_path)
    return tmp_path


def commit(folder: Path) -> str:
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "change")
    return git(folder, "rev-parse", "HEAD")


def test_the_revision_is_the_last_that_changed_the_inputs(checkout: Path) -> None:
    last = git(checkout, "rev-parse", "HEAD")
    (checkout / "README.md").write_text("other")
    assert commit(checkout) != last
    assert revision_of(["app"], checkout) == last


def test_changes_that_are_not_committed_are_marked(checkout: Path) -> None:
    (checkout / "app" / "b.py").write_text("2")
    revision = revision_of(["app"], checkout)
    assert revision == f"{git(checkout, 'rev-parse', 'HEAD')}+changes"
    assert short_tag(revision) == f"{revision[:12]}-changes"


def test_outside_a_checkout_the_revision_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    assert revision_of(["app"], tmp_path) == "unknown"


@pytest.mark.docker
def test_an_image_built_outside_a_checkout_is_named_when_seen_in_one(
    checkout: Path, tiny_image: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = git(checkout, "rev-parse", "HEAD")
    monkeypatch.setattr(
        "tools.images.work.revision_of", lambda _: revision_of(["app"], checkout)
    )
    engine = Engine()
    record = ImageRecord(id=tiny_image, name="pharos/app:unknown", revision="unknown")

    named = retag_own(engine, APP, record)

    assert (named.id, named.revision) == (tiny_image, last)
    try:
        assert engine.holdings().find(f"pharos/app:{last[:12]}") == tiny_image
    finally:
        engine.remove(f"pharos/app:{last[:12]}")


@pytest.mark.parametrize(
    ("revision", "known"),
    [("0123abcd", True), ("0123abcd+changes", False), ("unknown", False)],
)
def test_only_a_commit_is_a_known_revision(revision: str, known: bool) -> None:
    assert is_known(revision) is known

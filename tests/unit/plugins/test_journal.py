import os
from pathlib import Path

import pytest

from plugins.docker.errors import LeftBehind
from plugins.docker.journal import Journal, Note, journal_folder

NOTE = Note(token="docker:x", name="web", mark="m", host="unix:///a")


def die_while_making(folder: Path, note: Note) -> None:
    """Let another process note something and die before it is done."""
    child = os.fork()
    if not child:
        with Journal(folder).noted(note):
            os._exit(0)
    os.waitpid(child, 0)


def test_nothing_is_abandoned_while_its_maker_lives(tmp_path: Path) -> None:
    with Journal(tmp_path).noted(NOTE):
        assert list(Journal(tmp_path).abandoned(NOTE.host)) == []


def test_nothing_is_left_of_what_was_made(tmp_path: Path) -> None:
    with Journal(tmp_path).noted(NOTE):
        pass
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_what_failed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), Journal(tmp_path).noted(NOTE):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_taken_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(LeftBehind), Journal(tmp_path).noted(NOTE):
        raise LeftBehind
    assert list(Journal(tmp_path).abandoned(NOTE.host)) == [NOTE]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_what_a_dead_process_was_making_is_told_once(tmp_path: Path) -> None:
    die_while_making(tmp_path, NOTE)
    assert list(Journal(tmp_path).abandoned(NOTE.host)) == [NOTE]
    assert list(Journal(tmp_path).abandoned(NOTE.host)) == []


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_notes_about_another_engine_are_kept(tmp_path: Path) -> None:
    die_while_making(tmp_path, NOTE)
    assert list(Journal(tmp_path).abandoned("tcp://other:1")) == []
    assert list(Journal(tmp_path).abandoned(NOTE.host)) == [NOTE]


def test_unreadable_notes_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "older.json").write_text('{"name": "web"}')
    assert list(Journal(tmp_path).abandoned(NOTE.host)) == []


def test_notes_lie_in_pulumis_home() -> None:
    folder = journal_folder({"PULUMI_HOME": "/p"})
    assert folder == Path("/p/docker-plugin-unfinished")

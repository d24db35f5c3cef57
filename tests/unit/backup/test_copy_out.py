"""The program that reads volumes, on folders of this machine."""

import io
import sqlite3
import tarfile
import threading

import pytest

from tools.backup.inside import copy_out
from tools.backup.inside.wipe import wipe

BLOCK = "01HZZZZZZZZZZZZZZZZZZZZZZZ"


def read_out(mode, volume):
    out = io.BytesIO()
    copy_out.main(mode, volume, out)
    out.seek(0)
    with tarfile.open(fileobj=out) as tar:
        return {
            member.name: tar.extractfile(member).read()
            for member in tar
            if member.isfile()
        }


@pytest.fixture
def tsdb(tmp_path):
    for path, text in {
        f"{BLOCK}/meta.json": "{}",
        f"{BLOCK}/chunks/000001": "chunk",
        "01JZZZZZZZZZZZZZZZZZZZZZZZ/chunks/000001": "not whole",
        "wal/00000001": "done",
        "wal/00000002": "open",
        "wal/checkpoint.00000000/00000000": "older",
        "chunks_head/000001": "head",
        "lock": "",
        "queries.active": "x",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_a_copy_of_prometheus_has_whole_blocks_and_the_head(tsdb):
    found = read_out("tsdb", tsdb)

    assert {name: text.decode() for name, text in found.items()} == {
        f"{BLOCK}/meta.json": "{}",
        f"{BLOCK}/chunks/000001": "chunk",
        "wal/00000001": "done",
        "wal/00000002": "open",
        "wal/checkpoint.00000000/00000000": "older",
        "chunks_head/000001": "head",
    }
    assert not (tsdb / copy_out.SCRATCH).exists()


def test_folders_are_copied_with_owner_and_mode(tsdb):
    (tsdb / "wal").chmod(0o750)
    out = io.BytesIO()
    copy_out.main("tsdb", tsdb, out)
    out.seek(0)

    with tarfile.open(fileobj=out) as tar:
        folders = {m.name: m for m in tar if m.isdir()}

    assert folders.keys() == {
        *(BLOCK, f"{BLOCK}/chunks"),
        *("wal", "wal/checkpoint.00000000", "chunks_head"),
    }
    assert folders["wal"].mode == 0o750
    assert folders["wal"].uid == (tsdb / "wal").stat().st_uid


def test_only_what_is_appended_to_is_copied_and_the_rest_is_linked(tsdb):
    copy_out.link_tsdb(tsdb)

    def linked(name):
        return (tsdb / copy_out.SCRATCH / name).stat().st_nlink == 2

    assert linked(f"{BLOCK}/chunks/000001")
    assert linked("wal/00000001")
    assert linked("wal/checkpoint.00000000/00000000")
    assert not linked("wal/00000002")
    assert not linked("chunks_head/000001")


def test_what_a_copy_that_was_cut_off_left_is_not_copied(tsdb):
    copy_out.link_tsdb(tsdb)

    assert len(read_out("tsdb", tsdb)) == 6


def test_a_prometheus_that_has_never_run_has_nothing_to_copy(tmp_path):
    assert read_out("tsdb", tmp_path) == {}


def test_a_database_is_copied_whole_while_it_is_written(tmp_path):
    path = tmp_path / "shop.db"
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE TABLE pairs (a, b)")
    (tmp_path / "shop.db.lock").write_text("")
    done = threading.Event()

    def write():
        own = sqlite3.connect(path, isolation_level=None, timeout=30)
        number = 0
        while not done.is_set():
            own.execute("BEGIN IMMEDIATE")
            own.execute("INSERT INTO pairs VALUES (?, ?)", (number, None))
            own.execute("UPDATE pairs SET b = a WHERE b IS NULL")
            own.execute("COMMIT")
            number += 1
        own.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while not base.execute("SELECT count(*) FROM pairs").fetchone()[0]:
            pass
        found = read_out("online", tmp_path)
    finally:
        done.set()
        writer.join()
        base.close()

    assert set(found) == {"shop.db"}
    copy = tmp_path / "copy.db"
    copy.write_bytes(found["shop.db"])
    back = sqlite3.connect(copy)
    total, torn = back.execute("SELECT count(*), sum(b IS NULL) FROM pairs").fetchone()
    back.close()
    assert total > 0
    assert torn == 0


def test_files_beside_a_database_are_copied_as_they_are(tmp_path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "a.txt").write_text("x")
    base = sqlite3.connect(tmp_path / "grafana.db")
    base.execute("CREATE TABLE a (b)")
    base.commit()
    base.close()

    found = read_out("online", tmp_path)

    assert found.keys() == {"grafana.db", "plugins/a.txt"}
    assert found["plugins/a.txt"] == b"x"


def test_a_still_volume_is_copied_as_it_is(tmp_path):
    base = sqlite3.connect(tmp_path / "own.db")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE TABLE a (b)")
    base.commit()

    found = read_out("still", tmp_path)

    assert found.keys() >= {"own.db", "own.db-wal"}
    base.close()


def test_a_compaction_in_between_is_no_reason_to_fail(tsdb, monkeypatch):
    real, calls = copy_out.link_once, []

    def once_too_late(volume, scratch):
        calls.append(scratch)
        if len(calls) == 1:
            raise FileNotFoundError(BLOCK)
        real(volume, scratch)

    monkeypatch.setattr(copy_out, "link_once", once_too_late)

    assert len(read_out("tsdb", tsdb)) == 6
    assert len(calls) == 2


def test_a_volume_is_emptied_and_itself_stays(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_text("x")
    (tmp_path / "link").symlink_to("a")

    wipe(tmp_path)

    assert list(tmp_path.iterdir()) == []

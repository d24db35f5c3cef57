import json

import pytest

from notifications.errors import JournalError
from notifications.journal import Journal
from notifications.store import Store
from tests.unit.notifications.factories import delivery


def store(path=None, *, keep=3, times=(100.0, 200.0, 300.0, 400.0, 500.0)):
    clock = iter(times)
    return Store(keep, Journal(path, keep), lambda: next(clock))


def names(of):
    return [each.delivery.fingerprint for each in of.newest_first()]


def fill(into, count):
    for number in range(count):
        into.add([delivery(fingerprint=str(number))])


def test_newest_comes_first():
    kept = store()
    fill(kept, 2)

    assert names(kept) == ["1", "0"]


def test_oldest_is_dropped_when_there_are_too_many():
    kept = store()
    fill(kept, 5)

    assert names(kept) == ["4", "3", "2"]
    assert [each.number for each in kept.newest_first()] == [5, 4, 3]


def test_alerts_of_one_message_arrive_at_the_same_time():
    kept = store()
    kept.add([delivery(), delivery()])

    assert {each.received_at for each in kept.newest_first()} == {100.0}


def test_since_includes_its_own_moment():
    kept = store()
    fill(kept, 3)

    assert [each.received_at for each in kept.newest_first(since=200.0)] == [300, 200]


def test_journal_brings_everything_back(tmp_path):
    path = tmp_path / "kept.jsonl"
    first = store(path)
    fill(first, 2)

    second = store(path, times=(900.0,))

    assert second.newest_first() == first.newest_first()
    second.add([delivery(fingerprint="new")])
    assert second.newest_first()[0].number == 3


def test_journal_is_bounded(tmp_path):
    path = tmp_path / "kept.jsonl"
    fill(store(path, keep=2, times=map(float, range(100))), 50)

    assert len(path.read_text().splitlines()) <= 4


def test_line_that_was_cut_off_is_dropped(tmp_path):
    path = tmp_path / "kept.jsonl"
    fill(store(path), 2)
    path.write_text(path.read_text()[:-20])

    assert names(store(path)) == ["0"]


@pytest.mark.parametrize("line", ["[]", '{"number": 1}', '{"number": "x"}', "null"])
def test_line_of_another_kind_is_dropped(tmp_path, line):
    path = tmp_path / "kept.jsonl"
    path.write_text(f"{line}\n")

    assert names(store(path)) == []


def test_full_disk_does_not_lose_what_is_shown(tmp_path, capsys):
    path = tmp_path / "folder" / "kept.jsonl"
    path.parent.mkdir()
    kept = store(path)
    path.unlink()
    path.parent.rmdir()

    fill(kept, 1)

    assert names(kept) == ["0"]
    assert "cannot write" in capsys.readouterr().err


def test_journal_that_cannot_be_read_is_named(tmp_path):
    path = tmp_path / "kept.jsonl"
    path.mkdir()

    with pytest.raises(JournalError, match=r"cannot use .*kept\.jsonl"):
        store(path)


def test_what_the_api_answers_can_be_written_as_json():
    kept = store()
    fill(kept, 1)

    [document] = [each.as_json() for each in kept.newest_first()]
    assert json.loads(json.dumps(document))["received_at"] == (
        "1970-01-01T00:01:40+00:00"
    )

import pytest

from tools.backup.errors import BackupError
from tools.backup.parts import (
    Copied,
    Part,
    Way,
    from_json,
    parts,
    silences_to_keep,
    silences_to_make,
    to_json,
)

PROMETHEUS = "pharos-blue-prometheus"


def a_silence(state="active", **changes):
    fields = {
        "id": "1",
        "status": {"state": state},
        "updatedAt": "2026-01-01T00:00:00Z",
        "matchers": [{"name": "alertname", "value": "X", "isEqual": True}],
        "startsAt": "2026-01-01T00:00:00Z",
        "endsAt": "2026-01-02T00:00:00Z",
        "createdBy": "me",
        "comment": "moving house",
    }
    return fields | changes


def test_each_volume_is_copied_in_the_way_of_what_writes_it():
    names = ["stock", "items", "prometheus", "grafana", "notifications", "greeter"]

    found = parts("blue", [f"pharos-blue-{name}" for name in names], {})

    assert {part.volume: part.way for part in found} == {
        "stock": Way.ONLINE,
        "items": Way.ONLINE,
        "grafana": Way.ONLINE,
        "prometheus": Way.TSDB,
        "notifications": Way.ONLINE,
        "greeter": Way.STILL,
    }


def test_alertmanagers_volume_is_left_to_its_interface():
    assert parts("blue", ["pharos-blue-alertmanager"], {}) == []


def test_a_part_knows_every_container_that_mounts_its_volume():
    mounted = {"b": ["pharos-blue-stock"], "a": ["x", "pharos-blue-stock"], "c": ["x"]}

    found = parts("blue", ["pharos-blue-stock"], mounted)

    assert found == [Part(volume="stock", way=Way.ONLINE, containers=("a", "b"))]
    assert found[0].name("blue") == "pharos-blue-stock"
    assert found[0].file == "stock.tar"


def test_silences_are_kept_without_what_is_their_servers():
    assert silences_to_keep([a_silence(), a_silence("expired")]) == [
        {
            "matchers": [{"name": "alertname", "value": "X", "isEqual": True}],
            "startsAt": "2026-01-01T00:00:00Z",
            "endsAt": "2026-01-02T00:00:00Z",
            "createdBy": "me",
            "comment": "moving house",
        }
    ]


def test_a_silence_that_is_there_already_is_not_made_twice():
    kept = silences_to_keep([a_silence(), a_silence(comment="another")])

    missing = silences_to_make(kept, [a_silence(id="2", startsAt="2026-01-01T09:00Z")])

    assert [silence["comment"] for silence in missing] == ["another"]


def test_the_list_of_data_comes_back():
    copied = {"stock.tar": Copied(sha256="a" * 64, size=3)}

    assert from_json(to_json(copied)) == copied


def test_a_damaged_list_of_data_is_refused():
    with pytest.raises(BackupError, match="list of data is damaged"):
        from_json({"stock.tar": {"size": 3}})

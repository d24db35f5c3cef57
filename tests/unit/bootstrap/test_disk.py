from pathlib import Path

from tools.bootstrap.disk import Need, Room, needs, room, shortages


def a_need(folder, gib):
    return Need(folder=Path(folder), purpose="state", gib=gib, fix="free some")


def test_folders_on_one_file_system_share_its_room():
    two = [a_need("/a", 3), a_need("/b", 3)]

    assert shortages(two, lambda folder: Room(device=1, free_gib=7)) == []
    assert len(shortages(two, lambda folder: Room(device=1, free_gib=5))) == 1


def test_a_shortage_says_free_needed_where_and_the_fix():
    found = shortages([a_need("/a", 3)], lambda folder: Room(device=1, free_gib=0.5))

    assert found == [
        "no disk space: 0.5 GiB are free; needed are 3 GiB for state in /a (free some)"
    ]


def test_only_the_first_run_on_the_build_path_needs_much():
    where = {"home": Path("/h"), "cache": Path("/c"), "engine": Path("/e")}

    def total(**situation):
        return sum(need.gib for need in needs(where, **situation))

    assert total(cold=True, builds=True) > total(cold=True, builds=False) > 3
    assert total(cold=False, builds=False) < 2


def test_an_engine_elsewhere_needs_no_room_here():
    found = needs({"home": Path("/h"), "engine": None}, cold=True, builds=True)

    assert [need.folder for need in found] == [Path("/h")]


def test_a_folder_that_is_not_there_yet_lies_where_its_parent_lies(tmp_path):
    assert room(tmp_path / "a" / "b").device == tmp_path.stat().st_dev

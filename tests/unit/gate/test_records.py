import os

from tools.gate.records import KEPT, Records


def test_pass_is_found_by_stage_and_key(tmp_path):
    records = Records(tmp_path)
    records.keep("unit tests", "k", 1.5)

    found = records.find("unit tests", "k")
    assert found is not None
    assert found.took_s == 1.5
    assert records.find("unit tests", "other") is None
    assert records.find("rule tests", "k") is None


def test_damaged_record_is_none(tmp_path):
    records = Records(tmp_path)
    records.keep("lint", "k", 1.0)
    (tmp_path / "lint" / "k.json").write_text("{")

    assert records.find("lint", "k") is None


def test_oldest_passes_are_forgotten(tmp_path):
    records = Records(tmp_path)
    for number in range(KEPT + 2):
        records.keep("lint", f"k{number}", 1.0)
        os.utime(tmp_path / "lint" / f"k{number}.json", (number, number))
    records.keep("lint", "newest", 1.0)

    assert len(list((tmp_path / "lint").iterdir())) == KEPT
    assert records.find("lint", "newest") is not None
    assert records.find("lint", "k0") is None

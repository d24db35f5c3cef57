import os
from pathlib import Path

import pytest

from tools.images.cache import is_sound, looks_sound, store


def stored(tmp_path: Path, content: str = "binary") -> Path:
    def fill(out: Path) -> None:
        (out / "tool").write_text(content)

    return store(tmp_path / "tools" / "tool-1", fill)


def test_a_stored_folder_is_sound(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    assert is_sound(folder)
    assert looks_sound(folder)


def test_a_changed_byte_is_found_by_its_hash(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    tool = folder / "tool"
    times = tool.stat()
    tool.write_text("Binary")
    os.utime(tool, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not is_sound(folder)


def test_a_file_touched_but_unchanged_still_looks_sound(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    os.utime(folder / "tool", ns=(1, 1))
    assert looks_sound(folder)


def test_a_file_rewritten_later_does_not_look_sound(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    (folder / "tool").write_text("Binary")
    os.utime(folder / "tool", ns=(1, 1))
    assert not looks_sound(folder)


def test_a_lost_file_is_noticed(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    (folder / "tool").unlink()
    assert not is_sound(folder)
    assert not looks_sound(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": {"a": 1}}'])
def test_a_broken_manifest_is_not_trusted(tmp_path: Path, text: str) -> None:
    folder = stored(tmp_path)
    (folder / "manifest.json").write_text(text)
    assert not is_sound(folder)


def test_an_interrupted_fill_leaves_the_old_folder_and_no_rest(tmp_path: Path) -> None:
    folder = stored(tmp_path)

    def fill(out: Path) -> None:
        (out / "half").write_text("")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store(folder, fill)
    assert is_sound(folder)
    assert [p.name for p in folder.parent.iterdir()] == ["tool-1"]

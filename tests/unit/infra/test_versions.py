import os
import stat

import pytest

from infra.providers import versions
from infra.providers.versions import Content, FolderError


def content(files=None, secrets=None):
    return Content(files=files or {}, secrets=secrets or {})


def write(folder, files=None, secrets=None):
    return versions.write(folder, content(files, secrets), lambda version: None)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_files_appear_below_the_folder_with_their_subfolders(tmp_path):
    write(tmp_path / "f", {"a.yml": "one", "rules/b.yaml": "two"})

    assert (tmp_path / "f" / "a.yml").read_text() == "one"
    assert (tmp_path / "f" / "rules" / "b.yaml").read_text() == "two"


def test_files_are_read_only_and_secrets_are_their_owners_alone(tmp_path):
    write(tmp_path / "f", {"a": "x"}, {"token": "y"})

    assert mode(tmp_path / "f" / "a") == 0o444
    assert mode(tmp_path / "f" / "token") == 0o400


def test_the_folder_itself_can_be_changed_by_its_owner_alone(tmp_path):
    write(tmp_path / "f", {"a": "x"})

    assert mode(tmp_path / "f") == 0o755


def test_a_new_version_replaces_all_files_by_one_link(tmp_path):
    folder = tmp_path / "f"
    first = write(folder, {"a": "1", "gone": "1"})
    second = write(folder, {"a": "2"})

    assert os.readlink(folder / "..data") == second != first
    assert sorted(p.name for p in folder.iterdir()) == sorted(["..data", second, "a"])


def test_a_reader_never_sees_a_mixture(tmp_path):
    folder = tmp_path / "f"
    write(folder, {"a": "1", "b": "1"})
    seen = []

    def look(version):
        seen.append((folder / "a").read_text() + (folder / "b").read_text())

    versions.write(folder, content({"a": "2", "b": "2"}), look)

    assert seen == ["11"]


def test_what_others_put_beside_the_files_stays(tmp_path):
    folder = tmp_path / "f"
    write(folder, {"a": "1"})
    (folder / "current").mkdir()
    write(folder, {"a": "2"})

    assert (folder / "current").is_dir()


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "..data", ""])
def test_path_out_of_the_folder_is_refused(tmp_path, path):
    with pytest.raises(FolderError, match="leads out of its folder"):
        write(tmp_path / "f", {path: "x"})


def test_unwritable_place_is_explained(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(FolderError, match=r"cannot write .*/file/f: Not a directory"):
        write(tmp_path / "file" / "f", {"a": "x"})


def drift(folder, written):
    return versions.drift(folder, versions.digests(written.files), written.secrets)


def edit(file):
    file.chmod(0o644)
    file.write_text("by hand")
    file.chmod(0o444)


@pytest.mark.parametrize(
    "harm",
    [edit, lambda file: file.chmod(0o666), lambda file: file.unlink()],
    ids=["edited", "made writable", "removed"],
)
def test_what_a_hand_did_is_found(tmp_path, harm):
    folder = tmp_path / "f"
    written = content({"a": "1", "b": "1"})
    versions.write(folder, written, lambda version: None)
    assert drift(folder, written) == []

    harm((folder / "a").resolve())

    assert drift(folder, written) == ["a"]


def test_folder_that_cannot_be_removed_is_explained(tmp_path):
    (tmp_path / "f").write_text("no folder")

    with pytest.raises(FolderError, match=r"cannot remove .*/f: Not a directory"):
        versions.remove(tmp_path / "f")


def test_removed_folder_has_no_version(tmp_path):
    write(tmp_path / "f", {"a": "1"})

    versions.remove(tmp_path / "f")
    versions.remove(tmp_path / "f")

    assert versions.current(tmp_path / "f") is None

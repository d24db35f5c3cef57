import io
import json
import stat
import tarfile

import pytest

from tools.backup.copying import copied
from tools.bootstrap import archive
from tools.bootstrap.errors import StateError


class Exporter:
    """Answers as Pulumi does, with a state of its own."""

    stack = "dev"

    def export_state(self, file):
        file.write_text('{"version": 3}')


def a_backup(folder, **members):
    path = folder / "some.tar"
    with tarfile.open(path, "w") as tar:
        for name, text in members.items():
            member = tarfile.TarInfo(name.replace("__", "."))
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))
    return path


def about(stack="dev", version=1):
    return json.dumps({"stack": stack, "version": version})


def refusal(path, stack="dev"):
    with pytest.raises(StateError) as caught:
        archive.read(path, stack)
    return str(caught.value)


def test_a_backup_is_for_its_owner_only_and_comes_back_whole(tmp_path):
    folder = tmp_path / "stacks" / "dev"
    folder.mkdir(parents=True)
    (folder / "passphrase").write_text("quiet\n")
    (folder / "config.yaml").write_text("encryptionsalt: v1:x\n")
    target = tmp_path / "b.tar"

    names = archive.write(target, Exporter(), folder)
    content = archive.read(target, "dev")
    archive.put_back(content, tmp_path / "back")

    assert names == ["state.json", "passphrase", "config.yaml"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (tmp_path / "back" / "passphrase").read_text() == "quiet\n"
    assert stat.S_IMODE((tmp_path / "back" / "passphrase").stat().st_mode) == 0o600
    assert json.loads(content["state.json"]) == {"version": 3}
    assert not (tmp_path / "back" / "state.json").exists()


def test_a_backup_that_fails_leaves_no_half_file(tmp_path):
    class Failing(Exporter):
        def export_state(self, file):
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        archive.write(tmp_path / "b.tar", Failing(), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_backup_of_another_stack_is_refused_by_name(tmp_path):
    path = a_backup(tmp_path, about__json=about("blue"), state__json="{}")

    assert refusal(path).endswith(
        "is a backup of stack 'blue', not of 'dev'; give STACK=blue"
    )


@pytest.mark.parametrize(
    "members",
    [
        {"state__json": "{}"},
        {"about__json": "{"},
        {"about__json": about(version=9), "state__json": "{}"},
        {"about__json": about(), "state__json": "{}", "../escape": "x"},
    ],
)
def test_what_is_no_backup_of_ours_is_refused(tmp_path, members):
    assert refusal(a_backup(tmp_path, **members))


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "b.tar").write_text("words")

    assert "is no backup of `make backup`" in refusal(tmp_path / "b.tar")


def with_data(folder):
    data = folder / "data"
    data.mkdir()
    (data / "stock.tar").write_bytes(b"rows")
    (data / "silences.json").write_text("[]")
    listed = {path.name: copied(path) for path in sorted(data.iterdir())}
    target = folder / "b.tar"
    archive.write(target, Exporter(), folder, data, listed)
    return target


def test_data_comes_back_as_it_was_written(tmp_path):
    target = with_data(tmp_path)
    to = tmp_path / "to"
    to.mkdir()

    content = archive.read(target, "dev")
    names = archive.unpack_data(target, content, to)

    assert names == ["silences.json", "stock.tar"]
    assert (to / "stock.tar").read_bytes() == b"rows"
    assert "data/stock.tar" not in content


def test_data_that_was_changed_is_refused(tmp_path):
    target = with_data(tmp_path)
    target.write_bytes(target.read_bytes().replace(b"rows", b"worm"))
    to = tmp_path / "to"
    to.mkdir()

    with pytest.raises(StateError, match=r"data/stock.tar is not as it was written"):
        archive.unpack_data(target, archive.read(target, "dev"), to)


def test_data_that_is_not_listed_is_left_where_it_is(tmp_path):
    members = {"about__json": about(version=2), "state__json": "{}"}
    path = a_backup(tmp_path, **members, **{"data/../../x": "y"})

    assert archive.unpack_data(path, archive.read(path, "dev"), tmp_path) == []
    assert not (tmp_path.parent.parent / "x").exists()


def test_a_backup_of_the_version_before_is_read_and_has_no_data(tmp_path):
    path = a_backup(tmp_path, about__json=about(version=1), state__json="{}")

    assert archive.unpack_data(path, archive.read(path, "dev"), tmp_path) == []

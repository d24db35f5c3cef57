import shutil

import pytest

from exporter.cgroups import Cgroups
from exporter.errors import CgroupsError
from tests.unit.exporter.trees import TREES, V1_FILES, A, B, v1_tree, v2_tree

ROOTLESS = f"user.slice/user-7.slice/user@7.service/user.slice/docker-{A}.scope"


@pytest.mark.parametrize("write", TREES.values(), ids=TREES)
@pytest.mark.parametrize(
    "folder", [f"docker/{A}", f"system.slice/docker-{A}.scope", ROOTLESS]
)
def test_containers_of_every_driver_are_found(tmp_path, write, folder):
    cgroups = Cgroups(write(tmp_path, folder=folder))

    assert [*cgroups.containers()] == [A]


@pytest.mark.parametrize("write", TREES.values(), ids=TREES)
def test_a_container_is_read_from_its_folder(tmp_path, write):
    cgroups = Cgroups(write(tmp_path))
    write(tmp_path, folder=f"docker/{B}")

    reading = cgroups.read(A, cgroups.containers()[A])

    assert reading is not None
    assert (reading.container_id, reading.usage.cpu_s) == (A, 2.5)


@pytest.mark.parametrize("write", TREES.values(), ids=TREES)
def test_a_container_that_ended_meanwhile_has_no_reading(tmp_path, write):
    cgroups = Cgroups(write(tmp_path))
    folder = cgroups.containers()[A]
    for path in [*tmp_path.rglob(A)]:
        shutil.rmtree(path)

    assert cgroups.read(A, folder) is None


def test_a_controller_that_is_not_mounted_leaves_its_values_unknown(tmp_path):
    files = {n: t for n, t in V1_FILES.items() if not n.startswith("blkio")}
    cgroups = Cgroups(v1_tree(tmp_path, files=files))

    reading = cgroups.read(A, cgroups.containers()[A])

    assert reading is not None
    assert reading.usage.read_bytes is None


def test_an_unreadable_file_is_not_taken_for_an_absent_one(tmp_path):
    cgroups = Cgroups(v2_tree(tmp_path))
    # A folder in its place fails for root too, whom no mode bits stop.
    file = tmp_path / "docker" / A / "cpu.stat"
    file.unlink()
    file.mkdir()

    with pytest.raises(IsADirectoryError):
        cgroups.read(A, cgroups.containers()[A])


def test_the_unified_folder_of_a_hybrid_machine_does_not_make_it_version_2(tmp_path):
    v2_tree(tmp_path / "unified")

    assert Cgroups(v1_tree(tmp_path)).version == 1


def test_a_folder_without_cgroups_is_refused(tmp_path):
    with pytest.raises(CgroupsError, match="mount the machine's /sys/fs/cgroup"):
        Cgroups(tmp_path)

import os
import shutil
import subprocess
import time

import pytest

from tools.bootstrap.dockerd import (
    Daemon,
    command_of,
    remove_stale,
    start,
    stop,
)
from tools.bootstrap.errors import EngineError


@pytest.fixture
def daemon(tmp_path):
    """Something that is called dockerd and does nothing for a minute."""
    program = tmp_path / "dockerd"
    shutil.copy(shutil.which("sleep"), program)
    return Daemon(
        folder=tmp_path / "home",
        argv=(str(program), "60"),
        pid_file=tmp_path / "docker.pid",
    )


def wait_for_name(pid):
    deadline_s = time.monotonic() + 10
    while command_of(pid) != "dockerd" and time.monotonic() < deadline_s:
        time.sleep(0.01)


def test_the_engine_that_was_started_is_the_one_that_is_stopped(daemon):
    kept = set()
    pid = start(daemon, lambda: True, kept)
    wait_for_name(pid)

    assert kept == {pid}
    assert stop(daemon)
    assert command_of(pid) == ""
    assert not stop(daemon)


def test_a_number_that_belongs_to_another_program_by_now_is_left_alone(daemon):
    daemon.folder.mkdir()
    daemon.note.write_text(f"{os.getpid()}\n")

    assert not stop(daemon)
    assert not daemon.note.exists()


def test_an_engine_that_ends_at_once_shows_the_end_of_its_log(tmp_path):
    failing = Daemon(
        folder=tmp_path,
        argv=("sh", "-c", "echo no permission >&2; exit 1"),
        pid_file=tmp_path / "docker.pid",
    )

    with pytest.raises(EngineError, match=r"(?s)did not start.*no permission"):
        start(failing, lambda: False, set())

    assert not failing.note.exists()


@pytest.mark.parametrize("number", [str(2**22 + 1), str(os.getpid()), "1"])
def test_the_pid_file_of_an_engine_that_is_gone_is_removed(tmp_path, number):
    path = tmp_path / "docker.pid"
    path.write_text(number)

    remove_stale(path)

    assert not path.exists()


def test_the_pid_file_of_a_running_engine_stays(daemon):
    with subprocess.Popen(daemon.argv) as process:
        wait_for_name(process.pid)
        daemon.pid_file.write_text(str(process.pid))

        remove_stale(daemon.pid_file)

        assert daemon.pid_file.exists()
        process.kill()

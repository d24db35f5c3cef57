import subprocess
import sys

import pytest

from tools.bootstrap.errors import LockHeld
from tools.bootstrap.lock import check_free, held

HOLD = """
import sys
from pathlib import Path
from tools.bootstrap.lock import held
with held(Path(sys.argv[1]), "x"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "dev")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.stdin.close()


def test_a_second_run_is_told_which_process_is_at_work(tmp_path, holder):
    with (
        pytest.raises(LockHeld) as caught,
        held(tmp_path / "dev", "stack 'dev'"),
    ):
        pass

    assert str(caught.value) == (
        f"another run works on stack 'dev' (process {holder.pid}); wait for it, or stop"
        f" it with `kill -INT {holder.pid}`: the next run goes on from there"
    )


def test_a_lock_is_looked_at_without_writing_anything(tmp_path, holder):
    with pytest.raises(LockHeld, match=f"process {holder.pid}"):
        check_free(tmp_path / "dev", "stack 'dev'")

    check_free(tmp_path / "blue", "stack 'blue'")
    assert not (tmp_path / "blue").exists()


def test_a_killed_run_holds_nothing(tmp_path, holder):
    holder.kill()
    holder.wait()

    with held(tmp_path / "dev", "stack 'dev'"):
        pass


def test_another_stack_is_not_locked(tmp_path, holder):
    with held(tmp_path / "blue", "stack 'blue'"):
        pass

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bootstrap import display
from tools.bootstrap.display import Plain
from tools.bootstrap.live import Live
from tools.images.exclusive import WAIT, locked
from tools.images.model import State, silent

HOLD = """
import sys
from pathlib import Path
from tools.images.exclusive import locked
from tools.images.model import silent
with locked(Path(sys.argv[2]), silent):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path):
    words = [sys.executable, "-c", HOLD, "up", str(tmp_path)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


class Released:
    """Lets the holder go once somebody has waited for a few looks."""

    def __init__(self, holder, shown) -> None:
        self._holder = holder
        self._shown = shown
        self.events: list[tuple[str, State, str]] = []

    def __call__(self, step: str, state: State, detail: str) -> None:
        self.events.append((step, state, detail))
        self._shown.step(step, state, detail)
        if len(self.events) == 3:
            self._holder.stdin.close()


def test_who_waits_says_for_whom_and_when_it_is_over(tmp_path, holder):
    told = Released(holder, Plain(io.StringIO()))

    with locked(tmp_path, told):
        pass

    states = [state for _, state, _ in told.events]
    assert (states[0], states[-1]) == (State.STARTED, State.DONE)
    assert set(states[1:-1]) == {State.RUNNING}
    first = told.events[0]
    assert first[0] == WAIT
    assert (
        first[2] == f"process {holder.pid} (up {tmp_path}) makes images in {tmp_path}"
    )


def test_lines_have_it_at_once_and_again_with_the_time_so_far(
    tmp_path, holder, monkeypatch
):
    monkeypatch.setattr(display, "HEARTBEAT_S", 0.1)
    out = io.StringIO()

    with locked(tmp_path, Released(holder, Plain(out))):
        pass

    lines = out.getvalue().splitlines()
    assert f"{WAIT}: started: process {holder.pid} (up " in lines[0]
    assert re.search(rf"{WAIT}: [0-9]+\.[0-9] s: process {holder.pid} ", lines[1])
    assert re.search(rf"{WAIT}: done \([0-9]+\.[0-9] s\)", lines[-1])


def test_a_terminal_shows_it_as_a_step_with_its_time(tmp_path, holder):
    out = io.StringIO()

    with Live(out) as shown, locked(tmp_path, Released(holder, shown)):
        pass

    assert re.search(rf"{WAIT} +[0-9]+\.[0-9] s", out.getvalue())


def test_an_interrupt_ends_the_waiting(tmp_path, holder):
    def interrupted(step: str, state: State, detail: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), locked(tmp_path, interrupted):
        pass


def test_nobody_waits_for_a_run_that_was_killed(tmp_path, holder):
    holder.kill()
    holder.wait()
    told: list[str] = []

    with locked(tmp_path, lambda step, *_: told.append(step)):
        pass

    assert told == []


def test_what_a_killed_build_left_is_swept_away(tmp_path):
    rest = tmp_path / "tools" / ".prometheus-1-abc"
    whole = tmp_path / "tools" / "prometheus-1"
    rest.mkdir(parents=True)
    whole.mkdir()
    with locked(tmp_path, silent):
        assert not rest.exists()
        assert whole.exists()

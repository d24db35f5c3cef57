import os
import signal
import sys
import threading
import time

import pytest

from tools.bootstrap.errors import CommandFailed
from tools.bootstrap.family import below, descendants, parent_in
from tools.bootstrap.processes import Processes, interruptible

# Takes SIGINT as Pulumi does: finishes what it is doing, then ends.
ORDERLY = """
import signal, sys, time
def end(number, frame):
    print("state written", flush=True)
    sys.exit(3)
signal.signal(signal.SIGINT, end)
print("ready", flush=True)
time.sleep(60)
"""


def python(code):
    return [sys.executable, "-c", code]


def interrupt_on(word, told):
    def on_line(line):
        told.append(line)
        if line == word:
            os.kill(os.getpid(), signal.SIGINT)

    return on_line


def test_output_of_both_streams_comes_back_line_by_line():
    told = []
    code = "import sys; print('a', flush=True); print('b', file=sys.stderr)"

    assert Processes().run(python(code), on_line=told.append) == (0, "a\nb\n")
    assert told == ["a", "b"]


def test_a_failure_repeats_the_end_of_what_was_said():
    with pytest.raises(CommandFailed, match=r"ended with 4:\nwhy"):
        Processes().run(python("print('why'); raise SystemExit(4)"))


def test_a_program_that_is_missing_is_named():
    with pytest.raises(CommandFailed, match="`no-such-program` cannot be run"):
        Processes().run(["no-such-program"])


def test_a_graceful_program_ends_by_itself_after_ctrl_c():
    processes, told = Processes(), []

    with interruptible(processes, lambda text: None), pytest.raises(KeyboardInterrupt):
        processes.run(
            python(ORDERLY), on_line=interrupt_on("ready", told), graceful=True
        )

    assert told == ["ready", "state written"]


def test_everything_else_is_ended_at_once():
    processes, began_s = Processes(), time.monotonic()
    code = "import time; print('ready', flush=True); time.sleep(60)"

    with interruptible(processes, lambda text: None), pytest.raises(KeyboardInterrupt):
        processes.run(python(code), on_line=interrupt_on("ready", []))

    assert time.monotonic() - began_s < 30


def test_nothing_is_started_after_an_interruption():
    processes = Processes()
    processes.stop()

    with pytest.raises(KeyboardInterrupt):
        processes.run(["true"])


def test_what_a_library_has_started_is_ended_too():
    processes = Processes()
    stray = os.spawnvp(os.P_NOWAIT, "sleep", ["sleep", "60"])

    processes.stop()

    assert os.waitstatus_to_exitcode(os.waitpid(stray, 0)[1]) == -signal.SIGTERM


def test_a_daemon_that_was_started_goes_on():
    processes = Processes()
    daemon = os.spawnvp(os.P_NOWAIT, "sleep", ["sleep", "60"])
    processes.kept.add(daemon)

    processes.stop()

    assert os.waitpid(daemon, os.WNOHANG) == (0, 0)
    os.kill(daemon, signal.SIGKILL)
    os.waitpid(daemon, 0)


def test_what_was_there_before_goes_on():
    before = os.spawnvp(os.P_NOWAIT, "sleep", ["sleep", "60"])

    Processes().stop()

    assert os.waitpid(before, os.WNOHANG) == (0, 0)
    os.kill(before, signal.SIGKILL)
    os.waitpid(before, 0)


def test_signals_are_handled_as_before_afterwards():
    before = signal.getsignal(signal.SIGINT)

    with interruptible(Processes(), lambda text: None):
        assert signal.getsignal(signal.SIGINT) is not before

    assert signal.getsignal(signal.SIGINT) is before


def test_descendants_are_children_and_their_children():
    pairs = [(2, 1), (3, 2), (4, 3), (5, 1), (6, 9)]

    assert below(1, pairs) == [2, 5, 3, 4]
    assert below(1, pairs, but={3}) == [2, 5]


def test_a_child_of_this_process_is_seen():
    child = os.spawnvp(os.P_NOWAIT, "sleep", ["sleep", "60"])

    assert child in descendants(os.getpid())
    assert child not in descendants(os.getpid(), but={child})
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_the_parent_is_read_whatever_the_program_is_called():
    assert parent_in("12 (a) S 3 (b)) R 7 12 12 0") == 7


def test_programs_may_run_side_by_side():
    processes = Processes()
    threads = [
        threading.Thread(target=processes.run, args=(["true"],)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert processes.run(["true"]) == (0, "")


def test_a_second_signal_leaves_at_once():
    code = (
        "import os, signal, threading, time\n"
        "from tools.bootstrap.processes import Processes, interruptible\n"
        "with interruptible(Processes(), print):\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    finally:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        time.sleep(60)\n"
    )

    code, _ = Processes().run(python(code), check=False)

    assert code == 130

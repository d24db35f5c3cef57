import io
import re

import pytest

from tools.bootstrap.display import Board, Plain, duration, is_plain
from tools.bootstrap.live import Live
from tools.bootstrap.update import Progress, container, is_change, outcome, summary
from tools.images.model import State

CREATED = " +  docker:index:Container items created (12s)"
CREATING = " +  docker:index:Container items creating (3s)..."
STACK = " +  pulumi:pulumi:Stack pharos-dev created (18s)"
SAID = (
    f"Updating (dev):\n{CREATED}\n\nResources:\n    + 15 created\n    21 unchanged\n"
    "\nDuration: 18s\n"
)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_lines_say_what_started_what_ended_and_how_long_it_took():
    out = io.StringIO()
    with Plain(out) as shown:
        shown.step("Pulumi", State.STARTED, "")
        shown.step("Pulumi", State.RUNNING, "building")
        shown.step("Pulumi", State.DONE, "3.200.0")

    lines = [
        re.sub(r"\d+\.\d s", "0.0 s", line) for line in out.getvalue().splitlines()
    ]
    assert lines == [
        "[    0.0 s] Pulumi: started",
        "[    0.0 s] Pulumi: done (0.0 s): 3.200.0",
    ]


def test_a_long_step_is_mentioned_now_and_then():
    out = io.StringIO()
    with Plain(out) as shown:
        shown.step("Pulumi", State.STARTED, "")
        shown._board.shown["Pulumi"].began_s -= 20
        shown.step("Pulumi", State.RUNNING, "building")
        shown.step("Pulumi", State.RUNNING, "building more")

    assert out.getvalue().count("building") == 1


def test_a_long_step_is_mentioned_though_nothing_comes_from_it():
    out = io.StringIO()
    with Plain(out) as shown:
        shown.step("Pulumi", State.STARTED, "")
        shown.step("images", State.STARTED, "")
        shown.step("images", State.DONE, "")
        for step in shown._board.shown.values():
            step.began_s -= 20
        shown.mention_long_steps()
        shown.mention_long_steps()

    late = [line for line in out.getvalue().splitlines() if "2" in line.split(": ")[1]]
    assert [line.partition("] ")[2][:10] for line in late] == ["Pulumi: 20"]


def test_a_terminal_sees_every_step_with_its_detail():
    out = Terminal()
    with Live(out) as shown:
        shown.step("Pulumi", State.STARTED, "")
        shown.step("images", State.STARTED, "")
        shown.step("images", State.FAILED, "no room")
        shown.line("a notice")

    assert all(
        word in out.getvalue() for word in ("Pulumi", "images", "no room", "a notice")
    )


@pytest.mark.parametrize(
    ("env", "stream", "plain"),
    [
        ({}, Terminal(), False),
        ({"CI": "true"}, Terminal(), True),
        ({"PLAIN": "1"}, Terminal(), True),
        ({}, io.StringIO(), True),
    ],
)
def test_only_a_terminal_outside_ci_gets_the_live_display(env, stream, plain):
    assert is_plain(env, stream) is plain


def test_the_last_words_of_a_step_stay():
    board = Board()
    board.note("a", State.RUNNING, "halfway\nmore", 1.0)

    assert board.note("a", State.DONE, "", 2.0).detail == "halfway"


def test_times_are_for_people():
    assert (duration(3.21), duration(75)) == ("3.2 s", "1 min 15 s")


def test_lines_about_resources_are_told_from_others():
    assert summary(CREATED) == "Container items created (12s)"
    assert summary(STACK) == ""
    assert summary("Updating (dev):") == ""
    assert is_change(CREATED)
    assert not is_change(CREATING)


def test_pulumis_own_count_is_the_outcome():
    assert outcome(SAID) == "15 created, 21 unchanged"
    assert outcome("nothing of the kind") == ""


def test_changes_are_lines_of_their_own_where_only_lines_go():
    out = io.StringIO()
    with Plain(out) as shown:
        progress = Progress(shown, "pulumi up", lines=True)
        for line in SAID.splitlines():
            progress(line)

    assert progress.changed == 1
    assert "    Container items created (12s)\n" in out.getvalue()


@pytest.mark.parametrize(
    ("line", "services"),
    [
        (CREATED, {"items"}),
        (" +- docker:index:Container items replaced (2s)", {"items"}),
        (CREATING, set()),
        (" -  docker:index:Container items deleted (1s)", set()),
        (" +  docker:index:Volume items-data created (1s)", set()),
        (" +  docker:index:Container items **creating failed** (1s)", set()),
        (STACK, set()),
    ],
)
def test_a_service_is_brought_out_when_its_container_is_a_new_one(line, services):
    assert container(line) == services

"""What a person sees while a run goes on."""

import io
import time

from rich.console import Console

from tests.unit.evidence.factories import reached
from tools.evidence.cases import BY_NAME
from tools.evidence.display import Board, Lines
from tools.evidence.progress import AlertState, Milestone, Observation, Progress

CASE = BY_NAME["5xx"]
SEEN = Observation(at=0, state=AlertState.PENDING, value=0.11)


def awaiting_firing():
    return Progress(
        reached=reached(until=Milestone.PENDING),
        awaited=Milestone.FIRING,
        since=time.time() - 9.2,
    )


def test_the_board_shows_what_is_reached_and_what_is_awaited_on_a_narrow_terminal():
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=100, color_system=None)

    with Board(CASE, console) as board:
        board.show(awaiting_firing(), SEEN, 120)

    shown = out.getvalue()
    assert "✓ alert pending in Prometheus        30 s" in shown
    assert "9 of 120 s; alert pending, signal 11.0 %" in shown


def test_lines_tell_each_milestone_once(capsys):
    lines = Lines(CASE)

    lines.show(awaiting_firing(), SEEN, 120)
    lines.show(awaiting_firing(), SEEN, 120)

    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if "awaiting" not in line] == [
        "5xx:      - traffic seen, alert silent",
        "5xx:    0 s fault switched on",
        "5xx:   30 s alert pending in Prometheus",
    ]


def test_lines_say_now_and_then_what_is_awaited(capsys):
    lines = Lines(CASE)
    nothing_yet = Progress(reached={}, awaited=Milestone.CALM, since=time.time())

    lines.show(nothing_yet, Observation(at=0), 900)

    assert capsys.readouterr().out == (
        "5xx:        awaiting calm: 0 of 900 s; alert inactive, signal no value"
        " (fires above 5.0 %)\n"
    )

import json

import pytest

from tools.traffic.errors import SimulationRefused
from tools.traffic.scenarios import CLEAR, EXCEPTIONS
from tools.traffic.simulation import clear, failing, trouble

DELAY, ERROR = EXCEPTIONS.failures
OK = (200, b'{"active": [], "unreachable": []}')


class Door:
    """A front door that answers with what it was given, then always with success."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, call):
        self.asked.append(call)
        return self.answers.pop(0) if self.answers else OK


def test_failures_are_cleared_after_an_exception():
    door = Door()

    with pytest.raises(ZeroDivisionError), failing(door, [DELAY]):
        raise ZeroDivisionError

    assert door.asked == [DELAY, CLEAR]


def test_failures_are_cleared_when_a_later_one_is_refused():
    door = Door(OK, (502, b""))

    with (
        pytest.raises(SimulationRefused, match="answered 502"),
        failing(door, [DELAY, ERROR]),
    ):
        pass

    assert door.asked == [DELAY, ERROR, CLEAR]


def test_a_failure_without_an_answer_may_be_on_and_is_cleared():
    door = Door((None, b""))

    with (
        pytest.raises(SimulationRefused, match="was not answered"),
        failing(door, [DELAY]),
    ):
        pass

    assert door.asked == [DELAY, CLEAR]


def test_nothing_is_cleared_when_the_first_failure_was_refused():
    door = Door((403, b""))

    with pytest.raises(SimulationRefused, match="answered 403"), failing(door, [DELAY]):
        pass

    assert door.asked == [DELAY]


def test_without_failures_nothing_is_asked():
    door = Door()

    with failing(door, []):
        pass

    assert door.asked == []


def test_clearing_is_repeated_until_every_role_was_reached():
    door = Door((200, json.dumps({"unreachable": ["payment"]}).encode()), (None, b""))

    clear(door, pause_s=0)

    assert door.asked == [CLEAR] * 3


def test_clearing_that_never_succeeds_says_that_failures_are_still_on():
    door = Door(*[(503, b"")] * 5)

    with pytest.raises(SimulationRefused, match=r"still on: .* answered 503 after 5"):
        clear(door, pause_s=0)


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"{}"])
def test_a_body_that_names_no_role_is_no_trouble(body):
    assert trouble(200, body) == ""

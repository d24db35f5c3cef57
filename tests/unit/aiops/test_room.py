"""No more is worked on than there is memory for."""

import threading

import pytest

from aiops.adapters.otlp.room import Room
from aiops.errors import TooManyRequests


def test_what_is_taken_is_free_again_afterwards():
    room = Room(10)
    for _ in range(3):
        with room.take(10):
            pass

    with room.take(6), room.take(4):
        pass


def test_what_does_not_fit_is_told_when_to_come_back():
    room = Room(10)

    with room.take(6), pytest.raises(TooManyRequests) as refusal, room.take(5):
        pass
    assert refusal.value.headers == {"Retry-After": "1"}


def test_room_is_free_after_a_failure():
    room = Room(10)
    with pytest.raises(ValueError, match="broken"), room.take(10):
        raise ValueError("broken")

    with room.take(10):
        pass


def test_threads_never_hold_more_than_there_is():
    room, held, most = Room(3), [], []

    def work():
        for _ in range(200):
            try:
                with room.take(1):
                    held.append(1)
                    most.append(len(held))
                    held.pop()
            except TooManyRequests:
                continue

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert max(most) <= 3
    with room.take(3):
        pass

import pytest

from tests.e2e.waiting import eventually


def test_the_first_true_value_ends_the_wait():
    values = iter([0, None, 7])

    assert eventually(lambda: next(values), "seven", within_s=5) == 7


def test_a_wait_in_vain_says_what_was_awaited_and_seen():
    with pytest.raises(AssertionError, match=r"not within 0 s: the moon; seen: \[\]"):
        eventually(list, "the moon", within_s=0)

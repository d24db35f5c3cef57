import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from previews.drawing.scale import (
    Scale,
    extent,
    log_ticks,
    nice_step,
    ticks,
    time_ticks,
    widened,
)

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


@given(NUMBERS, st.floats(1e-3, 1e9), st.integers(1, 12))
def test_ticks_are_few_and_inside(low, size, most):
    high = low + size

    found = ticks(low, high, most)

    assert len(found) <= most + 1
    step = nice_step((high - low) / most)
    assert all(low - step * 1e-6 <= tick <= high + step * 1e-6 for tick in found)


@given(NUMBERS, st.floats(1e-3, 1e9))
def test_a_widened_range_holds_the_old_one(low, size):
    wider = widened(low, low + size, 6, "short", (False, False))

    # A sum is only as exact as its greater part.
    slack = size * 1e-6 + 4 * math.ulp(abs(low) + size)
    assert wider[0] <= low + slack
    assert wider[1] >= low + size - slack


def test_ticks_of_bytes_are_powers_of_two():
    assert ticks(0, 4 * 1024**2, 4, "bytes") == [n * 1024**2 for n in range(5)]


@pytest.mark.parametrize("values", [[], [0.0], [5.0, 5.0], [-3.0]])
def test_an_axis_has_a_length_whatever_the_data(values):
    low, high = extent(values, None, None)

    assert low < high


def test_a_configured_end_stays():
    assert extent([5.0, 7.0], 0.0, None) == (0.0, 7.0)
    assert widened(0.0, 7.3, 5, "short", (True, False)) == (0.0, 8.0)


def test_a_value_outside_is_drawn_at_the_edge():
    scale = Scale(0, 10, 100, 0)

    assert [scale.at(v) for v in (-5, 0, 5, 10, 50)] == [100, 100, 50, 0, 0]


def test_a_logarithmic_scale_gives_each_power_the_same_room():
    scale = Scale(1, 100, 0, 200, log=10)

    assert scale.at(10) == pytest.approx(100)
    assert log_ticks(1, 1000, 10) == pytest.approx([1, 10, 100, 1000])


def test_time_ticks_are_round_and_in_utc():
    start = 1_700_000_000  # 22:13:20

    found = time_ticks(start, start + 3600, 6)
    assert [label for _, label in found][:3] == ["22:20", "22:30", "22:40"]
    assert len(found) <= 7


def test_midnight_shows_its_date():
    labels = [label for _, label in time_ticks(1_700_000_000, 1_700_020_000, 6)]

    assert "15 Nov 00:00" in labels


def test_infinite_ranges_do_not_loop():
    assert nice_step(math.inf) == 1.0
    assert nice_step(0) == 1.0

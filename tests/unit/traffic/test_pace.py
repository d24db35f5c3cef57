import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.traffic.pace import (
    NIGHT_SHARE,
    TRICKLE_PER_S,
    day,
    dropping,
    due_times,
    steady,
    trickle,
)


@given(rate=st.floats(0.1, 500), duration_s=st.floats(0.1, 20))
def test_a_steady_pace_is_due_rate_times_duration_times(rate, duration_s):
    times = list(due_times(steady, duration_s, rate))

    assert len(times) == pytest.approx(rate * duration_s, abs=1.1)


@given(rate=st.floats(0.1, 500), duration_s=st.floats(0.1, 20))
def test_no_pace_goes_above_the_rate(rate, duration_s):
    times = list(due_times(day(5), duration_s, rate))

    assert len(times) <= rate * duration_s + 1.1
    assert times == sorted(times)


def test_a_day_is_quietest_at_its_ends_and_busiest_at_noon():
    pace = day()

    assert pace(0, 60, 10) == pytest.approx(10 * NIGHT_SHARE)
    assert pace(30, 60, 10) == pytest.approx(10)
    assert pace(60, 60, 10) == pytest.approx(10 * NIGHT_SHARE)


def test_dropping_traffic_ends_at_half_time():
    times = list(due_times(dropping, 60, 10))

    assert sum(at_s < 30 for at_s in times) == pytest.approx(300, abs=2)
    assert sum(at_s >= 30 for at_s in times) <= 2


def test_a_trickle_stays_below_what_counts_as_traffic():
    times = list(due_times(trickle, 600, 10))

    assert len(times) == pytest.approx(600 * TRICKLE_PER_S, abs=1)

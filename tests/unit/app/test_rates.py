import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rates import Rate, admit, parse_rate
from app.web.guards import MAX_CLIENTS, RateLimiter


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("100/second", Rate(100, 1.0)),
        ("30/minute", Rate(30, 60.0)),
        ("1/hour", Rate(1, 3600.0)),
        ("off", None),
    ],
)
def test_rates_are_written_as_count_per_period(text, rate):
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "text", ["", "fast", "1/day", "-1/second", "0/second", "1.5/hour"]
)
def test_other_spellings_are_refused(text):
    with pytest.raises(ValueError, match="write"):
        parse_rate(text)


@given(st.integers(1, 50), st.lists(st.floats(0, 0.5), max_size=200))
def test_no_window_admits_more_than_the_burst_and_the_rate(count, gaps):
    rate = Rate(count, 1.0)
    now_s, arrival_s, admitted = 0.0, 0.0, []
    for gap in gaps:
        now_s += gap
        arrival_s, wait_s = admit(arrival_s, now_s, rate)
        if wait_s == 0:
            admitted.append(now_s)

    for start in admitted:
        within = [t for t in admitted if start <= t < start + 1.0 - 1e-6]
        assert len(within) <= 2 * count


@given(st.integers(1, 100))
def test_a_quiet_client_may_send_a_whole_burst_and_not_one_more(count):
    rate = Rate(count, 1.0)
    arrival_s, waits = 0.0, []
    for _ in range(count + 1):
        arrival_s, wait_s = admit(arrival_s, 100.0, rate)
        waits.append(wait_s)

    assert waits[:-1] == [0.0] * count
    assert waits[-1] > 0


def test_waiting_as_told_is_enough():
    rate = Rate(2, 1.0)
    arrival_s = 0.0
    for _ in range(2):
        arrival_s, _ = admit(arrival_s, 5.0, rate)
    arrival_s, wait_s = admit(arrival_s, 5.0, rate)

    assert admit(arrival_s, 5.0 + wait_s, rate)[1] == 0


def test_many_clients_take_a_bounded_amount_of_memory():
    limiter = RateLimiter(Rate(1, 3600.0), clock_s=lambda: 1.0)
    for number in range(MAX_CLIENTS + 10):
        limiter.wait_s(f"client-{number}")

    assert len(limiter._arrivals_s) <= MAX_CLIENTS


def test_the_clients_seen_last_keep_their_counts():
    limiter = RateLimiter(Rate(1, 3600.0), clock_s=lambda: 1.0)
    for number in range(MAX_CLIENTS + 1):
        limiter.wait_s(f"client-{number}")

    assert limiter.wait_s(f"client-{MAX_CLIENTS}") > 0

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.traffic.summary import Answer, line, lines, percentile


def make_answer(*, scenario="s", label="GET /", status=200, took_s=0.01):
    return Answer(scenario=scenario, label=label, status=status, took_s=took_s)


def test_each_answer_is_counted_in_one_column():
    row = line("s", "", [make_answer(status=s) for s in (200, 303, 404, 503, None)])

    assert (row.ok, row.client_errors, row.server_errors, row.unanswered) == (
        2,
        1,
        1,
        1,
    )


def test_calls_without_an_answer_have_no_time():
    row = line("s", "", [make_answer(status=None, took_s=15), make_answer(took_s=0.2)])

    assert row.max_ms == pytest.approx(200)


def test_one_row_per_scenario_and_call():
    answers = [
        make_answer(scenario="a"),
        make_answer(scenario="b"),
        make_answer(scenario="a"),
    ]

    assert [(row.scenario, row.count) for row in lines(answers)] == [("a", 2), ("b", 1)]


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.95, 4), (0.0, 1), (1.0, 4)])
def test_percentiles_are_nearest_rank(share, value):
    assert percentile([3, 1, 2, 4], share) == value


@given(st.lists(st.floats(0, 60), min_size=1), st.floats(0, 1))
def test_a_percentile_is_one_of_the_values(values, share):
    assert percentile(values, share) in values

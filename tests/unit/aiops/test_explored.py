import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aiops.domain.detection.explored import ExploredRange


def novelty(values, *, forget=0.0, resolution=0.0):
    explored = ExploredRange((1,), forget=forget)
    return [
        float(explored.add(np.array([value]), resolution=resolution)[0])
        for value in values
    ]


def test_a_value_beyond_the_span_is_new_by_its_distance_in_spans():
    assert novelty([0, 2, 1, 3, -2]) == [0, 1, 0, 0.5, 2 / 3]


def test_the_same_extreme_is_new_once():
    assert novelty([0, 1, 5, 5, 5])[3:] == [0, 0]


def test_any_change_of_a_constant_series_counts_in_full():
    assert novelty([7, 7, 7.001]) == [0, 0, 1]


def test_a_change_below_the_resolution_counts_in_shares_of_it():
    assert novelty([7, 7, 7.001], resolution=0.01)[2] == np.float64(7.001 - 7) / 0.01


def test_a_missing_value_is_passed_over():
    assert novelty([0, 2, np.nan, 3]) == [0, 1, 0, 0.5]


def test_an_extreme_that_does_not_return_is_forgotten():
    values = [0.0, 1.0, 10.0, *[0.5] * 400, 1.5]

    assert novelty(values)[-1] == 0
    assert novelty(values, forget=1 / 50)[-1] > 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_nothing_within_what_was_seen_is_new(values):
    explored = ExploredRange((1,), forget=0.0)
    for value in values:
        explored.add(np.array([value]))

    inside = np.array([(min(values) + max(values)) / 2])
    assert explored.add(inside)[0] == 0

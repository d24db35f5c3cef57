import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiops.domain.windows.sketch import LatencySketch

durations = st.lists(st.floats(1e-4, 300.0), min_size=1, max_size=60)


@given(durations)
def test_a_quantile_is_known_to_a_twentieth(values):
    known = LatencySketch.of(values).quantile_s(0.5)

    exact = np.percentile(values, 50, method="lower")
    assert known == pytest.approx(exact, rel=0.06)


@given(durations, durations)
def test_merging_is_the_same_as_counting_together(some, others):
    merged = LatencySketch.of(some)
    merged.merge(LatencySketch.of(others))

    assert merged.counts == LatencySketch.of(some + others).counts


@given(durations)
def test_what_is_written_is_read_again(values):
    sketch = LatencySketch.of(values)

    assert LatencySketch.parse(str(sketch)).counts == sketch.counts


@given(durations)
def test_the_mean_of_the_logarithm_is_known(values):
    mean, variance = LatencySketch.of(values).log_moments()

    assert mean == pytest.approx(np.log(values).mean(), abs=0.06)
    assert variance >= 0


def test_an_empty_sketch_has_no_quantile():
    assert LatencySketch().quantile_s(0.5) is None
    assert np.isnan(LatencySketch().log_moments()[0])


@pytest.mark.parametrize(("duration_s", "buckets"), [(0.0, {0: 1}), (1e9, {160: 1})])
def test_extremes_are_counted_at_the_ends(duration_s, buckets):
    assert LatencySketch.of([duration_s]).counts == buckets

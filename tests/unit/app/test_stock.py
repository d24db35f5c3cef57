from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.stock import Shelf, fell_below, merge_lines, shortages

units = st.integers(0, 1000)


@given(units, units)
def test_available_units_are_never_negative_nor_promised_twice(stock, held):
    available = Shelf(product_id=1, stock=stock, held=held).available

    assert available >= 0
    assert available + held <= max(stock, held)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9))))
def test_merged_lines_want_as_many_units_as_the_lines_did(lines):
    merged = merge_lines(lines)

    assert sum(merged.values()) == sum(quantity for _, quantity in lines)


@given(st.dictionaries(st.integers(1, 5), st.integers(1, 20), min_size=1), units)
def test_a_basket_is_short_exactly_where_too_little_is_available(wanted, stock):
    shelves = {i: Shelf(product_id=i, stock=stock, held=0) for i in wanted}

    short = {shortage.product_id for shortage in shortages(wanted, shelves)}
    assert short == {i for i, quantity in wanted.items() if quantity > stock}


@given(st.lists(units, min_size=2), units)
def test_each_crossing_of_the_threshold_is_noted_once(levels, threshold):
    pairs = list(pairwise(levels))
    noted = sum(fell_below(before=a, after=b, threshold=threshold) for a, b in pairs)

    low = [level < threshold for level in levels]
    assert noted == sum(b and not a for a, b in pairwise(low))

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MAX_MINOR, CurrencyMismatch, Money, total

amounts = st.integers(0, MAX_MINOR // 100)


def test_currencies_are_never_mixed():
    with pytest.raises(CurrencyMismatch, match="cannot add USD to EUR"):
        total([Money(1, "EUR"), Money(1, "USD")])


def test_an_amount_is_never_negative():
    with pytest.raises(ValueError, match="got -1"):
        Money(-1, "EUR")


def test_a_sum_that_no_column_holds_is_refused():
    with pytest.raises(ValueError, match="lies between 0"):
        Money(MAX_MINOR, "EUR").times(2)


def test_a_total_of_nothing_is_refused():
    with pytest.raises(ValueError, match="nothing to add up"):
        total([])


@given(st.lists(amounts, min_size=1, max_size=50))
def test_a_total_loses_no_cent_in_any_order(minors):
    prices = [Money(minor, "EUR") for minor in minors]

    assert total(prices) == total(prices[::-1]) == Money(sum(minors), "EUR")


@given(amounts, st.integers(1, 50))
def test_a_price_times_a_quantity_is_that_many_prices(minor, quantity):
    price = Money(minor, "EUR")

    assert price.times(quantity) == total([price] * quantity)

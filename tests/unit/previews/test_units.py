import math

import pytest

from previews.drawing.units import duration, moment, text


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0, "short", "0"),
        (0.1234, "short", "0.123"),
        (999.96, "short", "1 K"),
        (1234, "short", "1.23 K"),
        (2_500_000, "short", "2.5 Mil"),
        (-1234, "short", "-1.23 K"),
        (0.0451, "s", "45.1 ms"),
        (0.0000021, "s", "2.1 µs"),
        (1.5, "s", "1.5 s"),
        (90, "s", "1.5 min"),
        (7200, "s", "2 h"),
        (250, "ms", "250 ms"),
        (2500, "ms", "2.5 s"),
        (0, "bytes", "0 B"),
        (1536, "bytes", "1.5 KiB"),
        (5 * 1024**3, "bytes", "5 GiB"),
        (1500, "decbytes", "1.5 kB"),
        (2048, "binBps", "2 KiB/s"),
        (0.0512, "percentunit", "5.12%"),
        (51.2, "percent", "51.2%"),
        (12.345, "reqps", "12.3 req/s"),
        (12345, "reqps", "12.3K req/s"),
        (3, "ops", "3 ops/s"),
        (1, "bool_yes_no", "Yes"),
        (3.5, "currencyEUR", "€3.50"),
        (12, "none", "12"),
        (2, "suffix: cores", "2 cores"),
        (2, "unheard", "2 unheard"),
        (93784, "dtdurations", "1d 2h"),
        (math.nan, "s", "-"),
        (math.inf, "s", "∞"),
        (-math.inf, "s", "-∞"),
    ],
)
def test_a_number_is_written_with_its_unit(value, unit, expected):
    assert text(value, unit) == expected


def test_decimals_are_kept_as_configured():
    assert text(1.5, "short", 0) == "2"
    assert text(0.98765, "percentunit", 2) == "98.77%"


def test_a_rounded_zero_has_no_sign():
    assert text(-0.0001, "short", 1) == "0.0"


def test_a_duration_has_its_two_largest_units():
    assert [duration(s) for s in (0, 59, 754, 3600)] == ["0s", "59s", "12m 34s", "1h"]


def test_a_moment_is_in_utc():
    assert moment(1_700_000_000) == "2023-11-14 22:13:20"

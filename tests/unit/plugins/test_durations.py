import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.docker.durations import nanoseconds, text


@given(st.integers(min_value=0, max_value=10**15))
def test_length_survives_being_written(length_ns: int) -> None:
    assert nanoseconds(text(length_ns)) == length_ns


@pytest.mark.parametrize(
    ("written", "length_ns"),
    [
        ("0", 0),
        ("0s", 0),
        ("90s", 90 * 10**9),
        ("1m30s", 90 * 10**9),
        ("1h", 3600 * 10**9),
        ("1.5s", 15 * 10**8),
        ("250ms", 250 * 10**6),
        (".5ms", 500_000),
        ("3us", 3_000),
    ],
)
def test_go_durations_are_read(written: str, length_ns: int) -> None:
    assert nanoseconds(written) == length_ns


@pytest.mark.parametrize("written", ["", "soon", "10", "10 s", "-1s", "1s2", "1d"])
def test_everything_else_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no duration; write it like"):
        nanoseconds(written)


@pytest.mark.parametrize(
    ("length_ns", "written"),
    [
        (0, "0s"),
        (1_500_000_000, "1.5s"),
        (60 * 10**9, "1m0s"),
        (3600 * 10**9, "1h0m0s"),
        (2_000_000, "2ms"),
        (1_050, "1.05µs"),
    ],
)
def test_durations_are_written_as_go_writes_them(length_ns: int, written: str) -> None:
    assert text(length_ns) == written

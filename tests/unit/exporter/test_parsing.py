import pytest

from exporter import parsing

ID = "0123456789abcdef" * 4


@pytest.mark.parametrize("folder", [ID, f"docker-{ID}.scope"])
def test_folders_of_both_drivers_name_their_container(folder):
    assert parsing.container_id(folder) == ID


@pytest.mark.parametrize("folder", ["docker", "buildkit", ID[:12], ID.upper()])
def test_other_folders_belong_to_no_container(folder):
    assert parsing.container_id(folder) is None


@pytest.mark.parametrize("text", ["max\n", "-1\n", "9223372036854771712\n"])
def test_every_spelling_of_unlimited_is_no_limit(text):
    assert parsing.limit(text) is None


def test_a_limit_is_its_number():
    assert parsing.limit("67108864\n") == 67108864


def test_cpu_without_limit_still_has_a_period():
    assert parsing.cpu_max("max 100000\n") == (None, 100000)


def test_no_lines_mean_hidden_rather_than_zero():
    assert parsing.line_count("") is None


def test_devices_are_summed_and_the_total_row_is_not():
    assert parsing.throttle_bytes("8:0 Read 3\n8:1 Read 4\nTotal 7\n") == (7, 0)


def test_an_idle_container_has_read_nothing():
    assert parsing.io_bytes("") == (0, 0)


def test_io_rows_without_values_are_no_bytes():
    # Kernels since 6.1 list a device before its first request.
    assert parsing.io_bytes("8:0\n8:16 rbytes=5 wbytes=1\n") == (5, 1)


def test_a_malformed_row_is_refused():
    with pytest.raises(ValueError, match="not enough values"):
        parsing.pairs("lonely\n")

"""The pure parts of the benchmark of health checks."""

from tests.benchmarks.platform_health_checks import VARIANTS, cpu_s, parent, section

STAT = "7 (a) b) S 42 7 7 0 -1 4194560 1 2 3 4 100 50 25 25 20 0 9 0 4321 1 2"


def test_times_are_read_past_a_name_with_brackets():
    assert cpu_s(STAT, reaped=False) == 1.5
    assert cpu_s(STAT, reaped=True) == 2.0
    assert parent(STAT) == 42


def test_the_section_has_a_row_per_variant():
    text = section([(each, 1.0, 2.0) for each in VARIANTS], "--window 1", "20.10")

    assert "| every 2 s | 1.00 | 2.0 |" in text
    assert "| every 2 s, resting 8 s after a good answer | 1.00 | 2.0 |" in text

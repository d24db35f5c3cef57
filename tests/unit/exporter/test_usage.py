import pytest

from exporter import v1, v2
from exporter.usage import Usage, working_set
from tests.unit.exporter.trees import V1_FILES, V2_FILES

RECORDED = Usage(
    cpu_s=2.5,
    cpu_user_s=1.5,
    cpu_system_s=1.0,
    cpu_periods=20,
    cpu_throttled_periods=5,
    cpu_throttled_s=0.75,
    cpu_quota_us=50000,
    cpu_period_us=100000,
    memory_bytes=9000,
    working_set_bytes=6000,
    rss_bytes=5000,
    cache_bytes=4000,
    memory_failures=7,
    oom_kills=2,
    memory_limit_bytes=67108864,
    processes=3,
    threads=4,
    read_bytes=105,
    written_bytes=21,
)


def test_both_versions_tell_the_same_story():
    assert (v1.usage(V1_FILES), v2.usage(V2_FILES)) == (RECORDED, RECORDED)


@pytest.mark.parametrize("usage", [v1.usage, v2.usage])
def test_absent_files_are_unknown_not_zero(usage):
    assert usage({}) == Usage()


def test_unlimited_memory_is_zero_as_in_cadvisor():
    assert v2.usage({"memory.max": "max\n"}).memory_limit_bytes == 0


def test_working_set_is_never_negative():
    assert working_set(100, 300) == 0


def test_working_set_without_cache_figures_is_all_of_the_memory():
    assert working_set(100, None) == 100

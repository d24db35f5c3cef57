from tests.benchmarks.platform_memory import working_set
from tests.benchmarks.platform_report import table, with_section


def test_a_table_has_a_row_per_result():
    assert (
        table(("Step", "s"), [("up", 1.5)]) == "| Step | s |\n|---|---:|\n| up | 1.5 |"
    )


def test_a_section_is_replaced_and_its_neighbours_stay():
    page = with_section(with_section("", "a", "old"), "b", "kept")

    renewed = with_section(page, "a", "new")

    assert ("new" in renewed, "old" in renewed, "kept" in renewed) == (
        True,
        False,
        True,
    )


def test_saving_the_same_section_twice_changes_nothing():
    page = with_section("", "a", "text")

    assert with_section(page, "a", "text") == page


def test_the_working_set_leaves_out_the_inactive_page_cache():
    stats = {"memory_stats": {"usage": 900, "stats": {"total_inactive_file": 300}}}

    assert working_set(stats) == 600


def test_the_working_set_is_read_on_cgroup_v2_too():
    stats = {"memory_stats": {"usage": 900, "stats": {"inactive_file": 200}}}

    assert working_set(stats) == 700

from tests.benchmarks.platform_fresh import empty_caches, steps
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


PRINTED = """\
pharos: making .venv with Python 3.11.7
pharos: .venv is ready (18 s)
[    0.0 s] images: started
[   13.4 s]   image app: done (13.1 s): pharos/app:1
[   13.4 s] images: done (13.4 s): 5 ready, without grafana
"""


def test_steps_and_their_parts_are_read_with_their_seconds():
    assert steps(PRINTED) == {
        "virtual environment": 18,
        " image app": 13.1,
        "images": 13.4,
    }


def test_empty_caches_are_all_below_the_given_folder(tmp_path):
    folders = [v for k, v in empty_caches(tmp_path).items() if k != "GOFLAGS"]

    assert all(folder.startswith(str(tmp_path)) for folder in folders)

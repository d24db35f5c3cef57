from tests.benchmarks.gate_time import DASHBOARD, ROOT, counted, edited

PRINTED = """\
[   10.2 s] format: done (1.0 s): 560 files already formatted
STAGE             STATE        TIME
format            passed       1.0 s  560 files already formatted
unit tests: shop  cached              passed 2026-01-01 10:00, took 3.0 s
dependency audit  not audited  1.0 s  offline
lint              passed       0.1 s  All checks passed!
"""


def test_stages_are_counted_by_their_state():
    assert counted(PRINTED) == {"passed": 2, "cached": 1, "not audited": 1}


def test_one_line_of_the_dashboard_is_edited():
    before = (ROOT / DASHBOARD).read_text().splitlines()
    after = edited((ROOT / DASHBOARD).read_text()).splitlines()

    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1

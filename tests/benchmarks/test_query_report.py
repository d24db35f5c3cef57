"""What the benchmark of queries says of its figures."""

from tests.benchmarks.query_cost.report import (
    Setting,
    by_panel,
    evaluated,
    ratio,
    read,
    section,
)
from tests.benchmarks.query_factories import make_cost

SETTING = Setting(
    command="python -m it",
    conditions="Conditions: none.",
    version="3.0.0",
    hours=36,
    scraped=1000,
    recorded=500,
    samples=7_000_000,
    bytes_=50 * 2**20,
    times=5,
)


def test_ratio_is_of_sums_and_leaves_out_what_has_no_raw_query():
    costs = [make_cost(read=1, raw=5), make_cost(read=9, raw=95), make_cost(raw=None)]

    assert ratio(costs, read) == 10
    assert ratio(costs, evaluated) == 200


def test_a_panel_s_queries_are_taken_together():
    costs = [
        make_cost(panel="A", read=1, raw=10),
        make_cost(panel="A", read=1, raw=30),
        make_cost(panel="B", read=5, raw=5),
    ]

    assert by_panel(costs) == {("overview.json", "A"): 20, ("overview.json", "B"): 1}


def test_section_tells_times_by_dashboard_and_what_misses_the_goal():
    costs = [
        make_cost(panel="A", walls_s=(0.001, 0.002), read=100, raw=10_000),
        make_cost(panel="Stock", read=40, raw=40, walls_s=(0.008,)),
        make_cost(file="alerts.json", panel="Now", raw=None),
        make_cost(file="slo.json", panel="Budget", read=2, raw=2_000_000, apart=0.5),
    ]

    text = section(costs, SETTING)

    assert "1.5 days of 1000 scraped and 500 recorded series" in text
    assert "| overview | 2 | 2.0 | 8.0 | 8 | Stock, 1 h |" in text
    assert "3 of these 4 queries read recorded series" in text
    assert "| overview | 2 | 140 | 10.0k | 72x | 140 | 200.8k | 1434x |" in text
    assert "72 times without the error budgets" in text
    assert "Of 3 panels 2 reach it alone. The others: Stock (1.0x)." in text
    assert "2 of 3 raw queries answered with the same series" in text

"""The benchmark of dashboards' queries: what it asks, generates and compares."""

import math
from dataclasses import replace

import pytest
from rich.progress import Progress

from tests.benchmarks.query_cost.blocks import pieces
from tests.benchmarks.query_cost.history import history, make
from tests.benchmarks.query_cost.measure import difference, measure, percentile
from tests.benchmarks.query_cost.panels import asked, step_s
from tests.benchmarks.query_cost.recorded import levels
from tests.benchmarks.query_cost.report import by_panel
from tests.benchmarks.query_cost.samples import exposed
from tests.benchmarks.query_cost.series import BEGIN_S, Series
from tests.benchmarks.query_cost.server import serving
from tests.benchmarks.query_cost.shape import scraped_names, shape
from tests.benchmarks.query_factories import make_rule

HOUR_S = 3600
DAY_S = 24 * HOUR_S


def test_rules_run_after_what_they_read():
    ratio = make_rule("a:c:ratio", "a:b:rate5m / a:b:sum")
    rate = make_rule("a:b:rate5m", "rate(b_total[5m])")
    total = make_rule("a:b:sum", "sum without (x) (a:b:rate5m)")

    assert levels([ratio, rate, total]) == [[rate], [total], [ratio]]


def test_a_record_of_several_rules_is_there_after_the_last_of_them():
    early = make_rule("a:b:sum", "b", slo="latency")
    late = make_rule("a:b:sum", "a:c:sum", slo="availability")
    between = make_rule("a:c:sum", "c")
    reader = make_rule("a:d:ratio", "a:b:sum / 2")

    turns = levels([reader, early, late, between])

    assert turns == [[early, between], [late], [reader]]


def test_rules_in_a_circle_are_named():
    with pytest.raises(ValueError, match=r"\['a:b:c', 'a:d:c'\]"):
        levels([make_rule("a:b:c", "a:d:c"), make_rule("a:d:c", "a:b:c")])


@pytest.mark.parametrize(
    ("range_s", "width", "step"),
    [(HOUR_S, 8, 15), (DAY_S, 8, 120), (7 * DAY_S, 8, 900), (15 * DAY_S, 24, 600)],
)
def test_step_is_as_wide_as_grafana_chooses_it(range_s, width, step):
    assert step_s(range_s, width) == step


def test_ranges_end_at_whole_steps_before_the_end():
    for ask in asked(DAY_S, BEGIN_S + 2 * DAY_S):
        assert ask.end_s < BEGIN_S + 2 * DAY_S
        assert ask.end_s - ask.start_s == DAY_S
        assert not ask.step_s or ask.end_s % ask.step_s == 0
        assert "$" not in ask.expr


def test_every_scraped_series_that_is_read_is_generated():
    generated = {series.name for series in shape()}

    # Nothing on one machine has a certificate.
    assert scraped_names() - generated == {"probe_ssl_earliest_cert_expiry"}


def test_no_series_is_generated_twice():
    named = [(each.name, *sorted(each.labels.items())) for each in shape()]

    assert len(set(named)) == len(named)


def test_time_is_cut_where_blocks_are():
    assert pieces(BEGIN_S, BEGIN_S + 2 * HOUR_S) == [(BEGIN_S, BEGIN_S + 2 * HOUR_S)]
    cuts = pieces(BEGIN_S, BEGIN_S + 15 * DAY_S)
    assert len(cuts) == 20
    assert all(first % (18 * HOUR_S) == 0 for first, _ in cuts)
    assert [first for first, _ in cuts[1:]] == [last for _, last in cuts[:-1]]


def values(series, first_s, last_s):
    text = exposed(series, first_s, last_s)
    return [tuple(map(float, line.split()[1:])) for line in text]


def test_a_counter_grows_by_its_rate_and_never_falls_from_one_piece_to_the_next():
    counter = Series(name="a_total", labels={}, every_s=15, per_s=2.0)
    middle, end = BEGIN_S + DAY_S, BEGIN_S + 2 * DAY_S

    counted = [
        *values(counter, BEGIN_S, middle),
        *values(counter, middle, end),
    ]

    assert len(counted) == 2 * DAY_S / 15
    assert sorted(counted) == counted
    assert counted[-1][0] == pytest.approx(2.0 * 2 * DAY_S, rel=0.01)


def test_what_is_there_for_a_while_has_samples_of_that_while_only():
    alert = Series(name="A", labels={}, every_s=60, level=1, share=0.25, place=0.5)

    found = values(alert, BEGIN_S, BEGIN_S + 15 * DAY_S)

    begin, end = BEGIN_S + 7.5 * DAY_S, BEGIN_S + 11.25 * DAY_S
    assert [time_s for _, time_s in found] == list(range(int(begin), int(end), 60))


def result(value, **labels):
    return {"metric": labels, "values": [[1, "7"], [2, str(value)]]}


def test_results_are_compared_by_their_newest_values():
    one = [result(100, __name__="a", x="1"), result(5, x="2")]

    assert difference(one, [result(5, x="2"), result(98, x="1")]) == 0.02
    assert difference(one, one[1:]) == math.inf


def test_a_percentile_is_one_of_the_values():
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([3.0], 0.5) == 3.0


def test_an_hour_of_two_roles_is_made_recorded_and_asked(tmp_path):
    whole = history(tmp_path, hours=1)
    roles = {"items", "payment"}
    small = replace(
        whole,
        series=[each for each in whole.series if each.labels.get("service") in roles],
    )
    with Progress(disable=True) as progress:
        make(small, progress, merged=False)
        with serving(small.data) as server:
            costs = measure(
                server,
                [HOUR_S // 2],
                small.end_s,
                small.rules,
                times=1,
                progress=progress,
            )

    fewer = by_panel(costs)
    assert fewer["overview.json", "User Request Rate"] > 10
    assert fewer["slo.json", "Burn Rate over 1 Hour"] > 10
    alike = [c.apart for c in costs if c.raw and c.ask.file == "overview.json"]
    assert max(alike) < 0.1

import pytest

import rules.files
from rules.model import RecordingRule
from tests.unit.dashboards.boards import PANELS, of_every_panel, series_read
from tests.unit.dashboards.names import METRICS, RECORDED, THIRD_PARTY

# Read although a rule records something of it, because the record cannot show it.
RAW = {
    "up": "an objective is recorded of every target, up or not",
    "app_request_latency_seconds_bucket": "only scraped histograms have exemplars",
}


def covered():
    """Names that recording rules read, so that dashboards need not."""
    return {
        name
        for groups in rules.files.FILES.values()
        for group in groups
        for rule in group.rules
        if isinstance(rule, RecordingRule)
        for name in series_read(rule.expr)
    } - RECORDED


@of_every_panel
def test_query_reads_names_of_the_catalog_only(panel):
    for expr in panel.exprs:
        read = series_read(expr)
        assert read
        assert read <= METRICS.keys() | RECORDED


@of_every_panel
def test_query_reads_no_metric_that_a_rule_records(panel):
    read = {name for expr in panel.exprs for name in series_read(expr)}

    assert read & covered() <= RAW.keys()


def test_metric_that_is_read_although_recorded_is_read_indeed():
    read = {n for panel in PANELS for e in panel.exprs for n in series_read(e)}

    assert RAW.keys() <= read


@pytest.mark.parametrize("metric", THIRD_PARTY, ids=lambda each: each.name)
def test_third_party_metric_is_named_once(metric):
    assert [m.name for m in THIRD_PARTY].count(metric.name) == 1


@pytest.mark.parametrize(
    ("expr", "names"),
    [
        ('sum by (le) (rate(a_bucket{x="y"}[$__rate_interval]))', {"a_bucket"}),
        ("topk(10, sum by (endpoint) (a:b:rate5m))", {"a:b:rate5m"}),
        ("a / on (environment, slo) (1 - b)", {"a", "b"}),
        ("count(a == 0) or vector(0)", {"a"}),
        ('sum((a{x="y"} unless a{x="y"} offset $__range) or b)', {"a", "b"}),
        ("time() - max by (service) (a)", {"a"}),
    ],
)
def test_names_are_found_in_a_query(expr, names):
    assert series_read(expr) == names

"""Recorded series in a query give way to what their rules compute."""

import pytest

from catalog.records import (
    CHECKOUT_OUTCOMES,
    ENDPOINT_STATUS_REQUESTS,
    REQUESTS,
    SLO_REQUESTS,
    STOCK_LEVEL,
)
from tests.benchmarks.query_cost.expand import Matcher, raw, reads_recorded
from tests.benchmarks.query_cost.panels import asked
from tests.benchmarks.query_cost.recorded import recorded
from tests.benchmarks.query_factories import make_rule

STATUS = make_rule(
    ENDPOINT_STATUS_REQUESTS.name,
    'sum by (endpoint, http_status) (rate(app_requests_total{job!="x"}[5m]))',
)
TOTAL = make_rule(REQUESTS.name, f"sum without (endpoint, http_status) ({STATUS.name})")
AVAILABILITY = make_rule(SLO_REQUESTS.name, REQUESTS.name, slo="availability")
LATENCY = make_rule(
    SLO_REQUESTS.name,
    'sum without (le) (rate(app_request_latency_seconds_bucket{le="+Inf"}[5m]))',
    slo="latency",
)
STOCK = make_rule(STOCK_LEVEL.name, "max by (product_id) (product_stock_level)")
RULES = (STATUS, TOTAL, AVAILABILITY, LATENCY, STOCK)
INNER = '(sum by(endpoint, http_status) (rate(app_requests_total{job!="x"%s}[5m])))'


def total(matchers=""):
    inner = INNER % matchers
    return f"(sum without(endpoint, http_status) ({inner}))"


def test_a_name_gives_way_to_its_rule_through_other_rules():
    assert raw(f"topk(3, {TOTAL.name})", RULES) == f"topk(3, {total()})"


def test_matchers_go_down_to_what_is_scraped():
    expr = f'{STATUS.name}{{http_status=~"5..",service="items"}}'

    pushed = ',http_status=~"5..",service="items"'
    assert raw(expr, RULES) == INNER % pushed


def test_what_is_scraped_stays_as_it_is():
    expr = 'sum by (le) (rate(up{job="a"}[5m])) > bool 0.5'

    assert raw(expr, RULES) == 'sum by(le) (rate(up{job="a"}[5m])) > bool 0.5'


def test_each_side_of_an_operator_is_replaced_on_its_own():
    expr = f'{STOCK.name}{{environment="e"}} < on (product_id) {STOCK.name}'

    assert raw(expr, RULES) == (
        '(max by(product_id) (product_stock_level{environment="e"}))'
        " < on(product_id) (max by(product_id) (product_stock_level))"
    )


def test_a_window_of_a_record_is_a_subquery_at_the_rule_s_interval():
    assert raw(f"sum_over_time({TOTAL.name}[30m])", RULES) == (
        f"sum_over_time({total()}[30m:15s])"
    )


def test_a_subquery_keeps_its_step():
    assert raw(f"sum_over_time({TOTAL.name}[1d:1m])", RULES) == (
        f"sum_over_time({total()}[1d:1m])"
    )


def test_a_rule_s_own_label_chooses_the_rule_and_is_set():
    expr = f'{SLO_REQUESTS.name}{{slo="availability",service="a"}}'
    inner = total(',service="a"')

    assert raw(expr, RULES) == (
        f'(label_replace({inner}, "slo", "availability", "", ""))'
    )


def test_all_rules_of_a_record_are_asked_where_none_is_chosen():
    text = raw(SLO_REQUESTS.name, RULES)

    assert '"slo", "availability", "", "") or label_replace(' in text
    assert text.count("label_replace") == 2


def test_a_condition_that_nothing_scraped_has_is_refused():
    with pytest.raises(ValueError, match=r'product_stock_level has no label .*le="1"'):
        raw(f'{STOCK.name}{{le="1"}}', RULES)


def test_a_record_that_no_rule_makes_is_refused():
    with pytest.raises(ValueError, match=r'no rule records .*slo="cost"'):
        raw(f'{SLO_REQUESTS.name}{{slo="cost"}}', RULES)


def test_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        raw(f"{TOTAL.name} offset 1h", RULES)


@pytest.mark.parametrize(
    ("operator", "value", "fits"),
    [
        ("=", "latency", True),
        ("!=", "latency", False),
        ("=~", "lat.*|x", True),
        ("=~", "lat", False),
        ("!~", "lat", True),
    ],
)
def test_a_matcher_fits_as_in_prometheus(operator, value, fits):
    assert Matcher("slo", operator, value).fits("latency") is fits


def test_every_panel_s_query_can_be_asked_of_what_is_scraped():
    compared = [ask.expr for ask in asked(3600, 10**9) if reads_recorded(ask.expr)]

    assert len(compared) > 40
    assert any(CHECKOUT_OUTCOMES.name in expr for expr in compared)
    for expr in compared:
        assert not reads_recorded(raw(expr, recorded()))

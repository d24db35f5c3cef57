import pytest

from catalog.metrics import APP_ERRORS, APP_REQUEST_LATENCY, RESTOCK_OPERATIONS
from catalog.records import REQUESTS
from dashboards import queries
from dashboards.page import widths
from dashboards.thresholds import above, below


def test_recorded_series_is_read_in_the_chosen_environment():
    assert queries.of(REQUESTS, queries.SERVICE) == (
        'service:app_requests:rate5m{environment="$environment",service=~"$service"}'
    )


def test_rate_is_summed_over_all_but_the_named_labels():
    assert queries.rate(APP_ERRORS, by=["service", "owner"]) == (
        "sum by (service, owner) "
        '(rate(app_errors_total{environment="$environment"}[$__rate_interval]))'
    )


def test_increase_is_of_the_shown_time():
    assert queries.increase(APP_ERRORS) == (
        'sum(increase(app_errors_total{environment="$environment"}[$__range]))'
    )


def test_events_count_the_first_one_of_a_series_too():
    restocks = 'restock_operations_total{environment="$environment"}'

    assert queries.events(RESTOCK_OPERATIONS) == (
        f"sum(({restocks} unless {restocks} offset $__range)"
        f" or increase({restocks}[$__range]))"
    )


def test_quantile_keeps_the_bounds_of_buckets():
    assert queries.quantile(0.99, APP_REQUEST_LATENCY) == (
        "histogram_quantile(0.99, sum by (le) (rate("
        'app_request_latency_seconds_bucket{environment="$environment"}'
        "[$__rate_interval])))"
    )


def test_counting_nothing_gives_zero():
    assert queries.counted("a == 0") == "count(a == 0) or vector(0)"


@pytest.mark.parametrize(
    ("thresholds", "steps"),
    [
        (above(), [("green", None)]),
        (above(bad=5), [("green", None), ("red", 5)]),
        (above(look=1, bad=5), [("green", None), ("orange", 1), ("red", 5)]),
        (below(bad=1), [("red", None), ("green", 1)]),
        (below(look=5), [("orange", None), ("green", 5)]),
        (below(look=5, bad=1), [("red", None), ("orange", 1), ("green", 5)]),
    ],
)
def test_colours_change_where_they_should(thresholds, steps):
    assert list(thresholds.steps) == steps


@pytest.mark.parametrize("count", range(1, 9))
def test_widths_fill_the_grid_evenly(count):
    given = widths(count)

    assert sum(given) == 24
    assert max(given) - min(given) <= 1

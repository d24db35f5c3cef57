import re

import pytest

from catalog.containers import CONTAINER_METRICS, EXPORTER_METRICS
from catalog.metrics import LATENCY_BUCKETS_S, SHOP_METRICS, MetricKind

METRICS = (*SHOP_METRICS, *CONTAINER_METRICS, *EXPORTER_METRICS)


@pytest.fixture(params=METRICS, ids=lambda metric: metric.name)
def metric(request):
    return request.param


def test_each_metric_is_named_once():
    names = [metric.name for metric in METRICS]

    assert len(set(names)) == len(names)


def test_name_and_labels_are_prometheus_names(metric):
    for name in (metric.name, *metric.labels):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


def test_help_is_a_sentence(metric):
    assert not metric.help[0].islower()
    assert metric.help.endswith(".")


def test_unit_is_part_of_the_name(metric):
    # Metrics of containers keep the names that cAdvisor gave them.
    if metric.unit and metric not in CONTAINER_METRICS:
        assert f"_{metric.unit}" in metric.name


def test_histogram_says_its_unit(metric):
    assert metric.kind is not MetricKind.HISTOGRAM or metric.unit


def test_latency_bounds_rise():
    assert list(LATENCY_BUCKETS_S) == sorted(set(LATENCY_BUCKETS_S))

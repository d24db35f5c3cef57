"""Compute the seeds' four request metrics from the one histogram behind them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from prometheus_client.metrics_core import (
    CounterMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.samples import Exemplar

import catalog.metrics as names


@dataclass(slots=True)
class _Sum:
    """Several histograms added up; each bucket keeps its newest exemplar."""

    seconds: float = 0.0
    buckets: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    exemplars: dict[str, Exemplar] = field(default_factory=dict)

    def bucket(self, bound: str, value: float, exemplar: Exemplar | None) -> None:
        self.buckets[bound] += value
        if exemplar is None:
            return
        kept = self.exemplars.get(bound)
        if kept is None or _seconds(exemplar) > _seconds(kept):
            self.exemplars[bound] = exemplar

    def rows(self) -> list[tuple[str, float] | tuple[str, float, Exemplar]]:
        return [
            (bound, self.buckets[bound], self.exemplars[bound])
            if bound in self.exemplars
            else (bound, self.buckets[bound])
            for bound in sorted(self.buckets, key=float)
        ]


def _seconds(exemplar: Exemplar) -> float:
    return float(exemplar.timestamp or 0)


def request_families(histogram: Metric) -> Iterator[Metric]:
    """
    Yield the request counters and histograms.

    Args:
        histogram: Labelled by method, endpoint and status.
    """
    counts: dict[tuple[str, str, str], float] = {}
    by_endpoint: dict[tuple[str, ...], _Sum] = defaultdict(_Sum)
    by_method: dict[tuple[str, ...], _Sum] = defaultdict(_Sum)
    for sample in histogram.samples:
        method, endpoint = sample.labels["method"], sample.labels["endpoint"]
        sums = by_endpoint[(endpoint,)], by_method[(method, endpoint)]
        if sample.name.endswith("_bucket"):
            for part in sums:
                part.bucket(sample.labels["le"], sample.value, sample.exemplar)
        elif sample.name.endswith("_sum"):
            for part in sums:
                part.seconds += sample.value
        elif sample.name.endswith("_count"):
            counts[(method, endpoint, sample.labels["status"])] = sample.value
    yield _counter(names.APP_REQUESTS, counts)
    yield _counter(names.HTTP_REQUESTS, counts)
    yield _histogram(names.APP_REQUEST_LATENCY, by_endpoint)
    yield _histogram(names.HTTP_REQUEST_DURATION, by_method)


def _counter(metric: names.Metric, counts: dict[tuple[str, str, str], float]) -> Metric:
    family = CounterMetricFamily(metric.name, metric.help, labels=metric.labels)
    for labels, value in counts.items():
        family.add_metric(labels, value)
    return family


def _histogram(metric: names.Metric, sums: dict[tuple[str, ...], _Sum]) -> Metric:
    family = HistogramMetricFamily(metric.name, metric.help, labels=metric.labels)
    for labels, part in sums.items():
        family.add_metric(labels, part.rows(), part.seconds)
    return family

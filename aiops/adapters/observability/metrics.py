"""Counters of the engine's processes, added up on one page."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

import catalog.engine as names
from catalog.metrics import Metric as Named

# Where the processes of one engine add up what they count; set before they start.
SHARED_METRICS = "PROMETHEUS_MULTIPROC_DIR"
SIGNALS = ("traces", "logs")


class Collector(Protocol):
    """Yields metric families at scrape time."""

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        ...


def counter(metric: Named, registry: CollectorRegistry) -> Counter:
    """Return the counter that the catalog describes."""
    return Counter(metric.name, metric.help, metric.labels, registry=registry)


def histogram(metric: Named, registry: CollectorRegistry) -> Histogram:
    """Return the histogram that the catalog describes, with the engine's buckets."""
    return Histogram(
        metric.name,
        metric.help,
        metric.labels,
        buckets=names.ENGINE_BUCKETS_S,
        registry=registry,
    )


def labelled(
    metric: Named, values: Iterable[tuple[Sequence[str], float]]
) -> GaugeMetricFamily:
    """Return the gauge that the catalog describes, by the values of its labels."""
    family = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
    for labels, value in values:
        family.add_metric(labels, value)
    return family


def by_one(metric: Named, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    """Return a gauge that has one label, by its values."""
    return labelled(metric, (((label,), value) for label, value in values))


def new_registry() -> CollectorRegistry:
    """Return a registry for the counters of this process."""
    prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]  # upstream
    return CollectorRegistry(auto_describe=False)


class IngestMetrics:
    """What comes in, and how long it takes to store it."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.records = counter(names.AIOPS_INGEST_RECORDS, registry)
        self.stored = counter(names.AIOPS_INGEST_STORED, registry)
        self.refused = counter(names.AIOPS_INGEST_REFUSED, registry)
        self.requests = counter(names.AIOPS_INGEST_REQUESTS, registry)
        self.bytes = counter(names.AIOPS_INGEST_BYTES, registry)
        self.seconds = histogram(names.AIOPS_INGEST_SECONDS, registry)
        self.database_seconds = histogram(names.AIOPS_DATABASE_SECONDS, registry)
        # From the first scrape on, so that the first one shows as an increase.
        for signal in SIGNALS:
            for each in (self.records, self.stored, self.bytes):
                each.labels(signal)


class JobMetrics:
    """What the loop does."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.seconds = histogram(names.AIOPS_JOB_SECONDS, registry)
        self.failures = counter(names.AIOPS_JOB_FAILURES, registry)
        self.leases_taken = counter(names.AIOPS_LEASES_TAKEN, registry)


class DatabaseSize:
    """The database's size, measured when it is asked for."""

    def __init__(self, database: "Measured") -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        """Yield the gauge; nothing where the database does not answer."""
        size = self._database.size_bytes()
        if size is None:
            return
        metric = names.AIOPS_DATABASE_BYTES
        yield GaugeMetricFamily(metric.name, metric.help, value=size)


class Measured(Protocol):
    """Has a size."""

    def size_bytes(self) -> int | None:
        """Return the bytes in use; None where it does not answer."""
        ...


class Exposition:
    """
    Everything that a scrape gets.

    Args:
        registry: Of this process; the files of all processes are read in its place
            where there are several.
    """

    def __init__(
        self, registry: CollectorRegistry, collectors: Sequence[Collector] = ()
    ) -> None:
        self._counted = _counted(registry)
        self._collectors: list[Any] = [*collectors, ProcessCollector(registry=None)]

    def collect(self) -> Iterator[Metric]:
        """Yield the families of every collector."""
        yield from self._counted.collect()
        for collector in self._collectors:
            yield from collector.collect()

    def page(self, accept: str) -> tuple[bytes, str]:
        """Return body and content type, in the format that the scraper asks for."""
        encode, content_type = choose_encoder(accept)
        return encode(self), content_type


def _counted(registry: CollectorRegistry) -> Any:
    folder = os.environ.get(SHARED_METRICS)
    if folder is None:
        return registry
    return MultiProcessCollector(None, path=str(Path(folder)))  # type: ignore[no-untyped-call]  # upstream

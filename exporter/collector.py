"""Turn readings into metric families, anew at each scrape."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    UnknownMetricFamily,
)
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.registry import Collector

from catalog import containers
from catalog.metrics import Metric, MetricKind
from exporter.cgroups import Cgroups, Reading
from exporter.errors import NamesError
from exporter.names import Name, NamesFile
from exporter.usage import Usage

_USAGE_METRICS: tuple[tuple[Metric, Callable[[Usage], float | None]], ...] = (
    (containers.CPU_USAGE, lambda u: u.cpu_s),
    (containers.CPU_USER, lambda u: u.cpu_user_s),
    (containers.CPU_SYSTEM, lambda u: u.cpu_system_s),
    (containers.CPU_PERIODS, lambda u: u.cpu_periods),
    (containers.CPU_THROTTLED_PERIODS, lambda u: u.cpu_throttled_periods),
    (containers.CPU_THROTTLED, lambda u: u.cpu_throttled_s),
    (containers.SPEC_CPU_QUOTA, lambda u: u.cpu_quota_us),
    (containers.SPEC_CPU_PERIOD, lambda u: u.cpu_period_us),
    (containers.MEMORY_USAGE, lambda u: u.memory_bytes),
    (containers.MEMORY_WORKING_SET, lambda u: u.working_set_bytes),
    (containers.MEMORY_RSS, lambda u: u.rss_bytes),
    (containers.MEMORY_CACHE, lambda u: u.cache_bytes),
    (containers.MEMORY_FAILURES, lambda u: u.memory_failures),
    (containers.OOM_EVENTS, lambda u: u.oom_kills),
    (containers.SPEC_MEMORY_LIMIT, lambda u: u.memory_limit_bytes),
    (containers.PROCESSES, lambda u: u.processes),
    (containers.THREADS, lambda u: u.threads),
    (containers.FS_READS, lambda u: u.read_bytes),
    (containers.FS_WRITES, lambda u: u.written_bytes),
)
_ERROR_KINDS = ("names", "unreadable", "malformed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One container at one scrape."""

    name: Name
    usage: Usage
    started_s: float


class ContainerCollector(Collector):
    """Reads every container's files when Prometheus asks."""

    def __init__(
        self,
        cgroups: Cgroups,
        names: NamesFile,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._cgroups = cgroups
        self._names = names
        self._clock = clock
        self._errors: Counter[str] = Counter(dict.fromkeys(_ERROR_KINDS, 0))
        # By container and folder: the kernel forgets a folder's time, see Reading.
        self._started: dict[tuple[str, int], float] = {}
        self._lock = threading.Lock()

    def describe(self) -> list[Family]:
        """Return nothing: names cannot clash, and reading here would be too early."""
        return []

    def collect(self) -> Iterator[Family]:
        """Yield the containers' families, then the exporter's own."""
        with self._lock:
            begin = time.perf_counter()
            try:
                self._names.refresh()
            except NamesError:
                self._errors["names"] += 1
            found = self._cgroups.containers()
            named = {key: at for key, at in found.items() if key in self._names.names}
            readings = [r for key, at in named.items() if (r := self._read(key, at))]
            rows = self._rows(readings)
            took_s = time.perf_counter() - begin
            yield from container_families(rows, self._clock())
            yield from self._own_families(len(found), len(named), took_s)

    def _read(self, container: str, folder: Path) -> Reading | None:
        try:
            return self._cgroups.read(container, folder)
        except OSError:
            self._errors["unreadable"] += 1
        except ValueError:
            self._errors["malformed"] += 1
        return None

    def _rows(self, readings: list[Reading]) -> list[Row]:
        self._started = {
            (key := (r.container_id, r.folder)): min(
                r.folder_time_s, self._started.get(key, r.folder_time_s)
            )
            for r in readings
        }
        return [
            Row(
                name=self._names.names[r.container_id],
                usage=r.usage,
                started_s=self._started[r.container_id, r.folder],
            )
            for r in readings
        ]

    def _own_families(self, found: int, named: int, took_s: float) -> Iterator[Family]:
        states = _family(containers.EXPORTER_CONTAINERS)
        states.add_metric(["named"], named)
        states.add_metric(["unnamed"], found - named)
        errors = _family(containers.EXPORTER_ERRORS)
        for kind, count in self._errors.items():
            errors.add_metric([kind], count)
        duration = _family(containers.EXPORTER_SCRAPE_DURATION)
        duration.add_metric([], took_s)
        loaded = _family(containers.EXPORTER_NAMES_LOADED)
        loaded.add_metric([], float(self._names.loaded))
        yield from (states, errors, duration, loaded)


def container_families(rows: list[Row], now_s: float) -> Iterator[Family]:
    """Yield one family per container metric, with a sample per row that has it."""
    for metric, of in _USAGE_METRICS:
        family = _family(metric)
        for row in rows:
            value = of(row.usage)
            if value is not None:
                family.add_metric([row.name.name, row.name.service], value)
        yield family
    started = _family(containers.START_TIME)
    seen = _family(containers.LAST_SEEN)
    for row in rows:
        labels = [row.name.name, row.name.service]
        started.add_metric(labels, row.started_s)
        seen.add_metric(labels, now_s)
    yield from (started, seen)


def _family(
    metric: Metric,
) -> CounterMetricFamily | GaugeMetricFamily | UnknownMetricFamily:
    if metric.kind is MetricKind.GAUGE:
        return GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
    if metric.name.endswith("_total"):
        return CounterMetricFamily(metric.name, metric.help, labels=metric.labels)
    # cAdvisor's one counter without the suffix, which the library would append.
    return UnknownMetricFamily(metric.name, metric.help, labels=metric.labels)

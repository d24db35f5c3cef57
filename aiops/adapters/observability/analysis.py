"""How the analysis is, read from the database: true even when its process is dead."""

from collections import Counter
from collections.abc import Callable, Iterator

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

import catalog.engine as names
from aiops.adapters.storage.observations import Observations
from aiops.domain.health import Status
from aiops.services import overview
from catalog.metrics import Metric as Named


class AnalysisState:
    """Yields how far the analysis is and what it says, when it is asked for."""

    def __init__(self, observations: Observations, now_s: Callable[[], float]) -> None:
        self._observations = observations
        self._now_s = now_s

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges; none where the database does not answer."""
        try:
            yield from list(self._families())
        except SQLAlchemyError:
            return

    def _families(self) -> Iterator[Metric]:
        now_s, seen = self._now_s(), self._observations
        stored, analysed = seen.backlog()
        judged_s, ongoing = seen.judged_s(), seen.ongoing(now_s)
        if judged_s:
            yield _gauge(names.AIOPS_ANALYSIS_LAG_SECONDS, now_s - judged_s)
        yield _gauge(names.AIOPS_ANALYSIS_BACKLOG, stored - analysed)
        yield _gauge(names.AIOPS_OPERATIONS, seen.operations())
        metric = names.AIOPS_ANOMALIES
        family = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
        counted = Counter((a.signal.value, a.severity.value) for a in ongoing)
        for labels, count in sorted(counted.items()):
            family.add_metric(labels, count)
        yield family
        yield self._forecasts(now_s)
        yield self._health(judged_s)

    def _forecasts(self, now_s: float) -> Metric:
        metric = names.AIOPS_FORECAST_SECONDS
        family = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
        soonest: dict[tuple[str, str], float] = {}
        for each in self._observations.forecasts(now_s):
            left_s = max(0.0, each.at_s + each.after_s - now_s)
            soonest.setdefault((each.service, each.signal.value), left_s)
        for labels, left_s in sorted(soonest.items()):
            family.add_metric(labels, left_s)
        return family

    def _health(self, end_s: float) -> Metric:
        seen, metric = self._observations, names.AIOPS_SERVICE_HEALTH
        found = overview.observed(
            seen.windows(end_s - overview.NOW_S, end_s),
            seen.ongoing(end_s),
            end_s=end_s,
            seconds=overview.NOW_S,
        )
        family = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
        for service in overview.services(found):
            if service["status"] != Status.UNKNOWN:
                family.add_metric([service["name"]], service["health_score"])
        return family


def _gauge(metric: Named, value: float) -> Metric:
    return GaugeMetricFamily(metric.name, metric.help, value=value)

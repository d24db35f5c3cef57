"""How the analysis is, read from the database: true even when its process is dead."""

from collections import Counter
from collections.abc import Callable, Iterator

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

import catalog.engine as names
from aiops.adapters.observability.metrics import by_one, labelled
from aiops.adapters.storage.observations import Observations
from aiops.domain.health import Status
from aiops.services import overview
from catalog.metrics import Metric as Named

# Services, and pairs of them, that have series of their own.
_MOST = 200


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
        counted = Counter((a.signal.value, a.severity.value) for a in ongoing)
        yield labelled(names.AIOPS_ANOMALIES, sorted(counted.items()))
        yield self._forecasts(now_s)
        yield self._health(judged_s)
        yield from self._calls(judged_s)

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
        seen = self._observations
        found = overview.observed(
            seen.windows(end_s - overview.NOW_S, end_s),
            seen.ongoing(end_s),
            end_s=end_s,
            seconds=overview.NOW_S,
        )
        scores = [
            (service["name"], service["health_score"])
            for service in overview.services(found)
            if service["status"] != Status.UNKNOWN
        ]
        worst = sorted(scores, key=lambda each: each[1])[:_MOST]
        return by_one(names.AIOPS_SERVICE_HEALTH, worst)

    def _calls(self, end_s: float) -> Iterator[Metric]:
        calls = self._observations.edges(end_s - overview.NOW_S, end_s)
        edges = overview.graph([], calls, seconds=overview.NOW_S)["edges"]
        busiest = sorted(edges, key=lambda each: -each["calls_per_s"])[:_MOST]
        for metric, field, unit in (
            (names.AIOPS_CALLS, "calls_per_s", 1),
            (names.AIOPS_CALL_ERRORS_RATIO, "error_ratio", 1),
            (names.AIOPS_CALL_SECONDS, "mean_ms", 1000),
        ):
            yield labelled(
                metric,
                [((e["caller"], e["callee"]), e[field] / unit) for e in busiest],
            )


def _gauge(metric: Named, value: float) -> Metric:
    return GaugeMetricFamily(metric.name, metric.help, value=value)

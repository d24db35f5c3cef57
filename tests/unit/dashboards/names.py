"""Every name that a query may read."""

from collections.abc import Iterator, Mapping

from catalog import engine, notifications, postgres, spans, thirdparty
from catalog.containers import CONTAINER_METRICS, EXPORTER_METRICS
from catalog.metrics import SHOP_METRICS, Metric, MetricKind
from catalog.records import RECORDS

THIRD_PARTY = tuple(m for m in vars(thirdparty).values() if isinstance(m, Metric))


def _series(metric: Metric) -> Iterator[str]:
    if metric.kind is MetricKind.HISTOGRAM:
        yield from (f"{metric.name}_{end}" for end in ("bucket", "sum", "count"))
    else:
        yield metric.name


# Metric by the name of its series: histograms have three.
METRICS: Mapping[str, Metric] = {
    name: metric
    for metric in (
        *SHOP_METRICS,
        *CONTAINER_METRICS,
        *EXPORTER_METRICS,
        *notifications.NOTIFICATION_METRICS,
        *(m for m in vars(engine).values() if isinstance(m, Metric)),
        *(m for m in vars(postgres).values() if isinstance(m, Metric)),
        *spans.SPAN_METRICS,
        *THIRD_PARTY,
    )
    for name in _series(metric)
}
RECORDED = frozenset(record.name for record in RECORDS)

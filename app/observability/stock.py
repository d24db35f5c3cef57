"""The stock gauges, read from the database at each scrape."""

from collections.abc import Iterator

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

import catalog.metrics as names
from app.observability.logs import JsonLog
from app.observability.metrics import ShopMetrics
from app.storage.database import Database
from app.storage.products import StockLevel, stock_levels


def stock_family(levels: list[StockLevel], others: int | None) -> Metric:
    """
    Return the stock gauge.

    Every replica reads the same rows, so queries take max by (product_id), not sum.

    Args:
        others: Units of all products beyond the label limit; None if there are none.
    """
    metric = names.PRODUCT_STOCK_LEVEL
    family = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
    for level in levels:
        family.add_metric((str(level.product_id), level.name), level.stock)
    if others is not None:
        family.add_metric((names.OTHER_PRODUCTS, names.OTHER_PRODUCTS), others)
    return family


def threshold_family(levels: list[StockLevel]) -> Metric:
    """Return the gauge of the thresholds; products beyond the limit have none."""
    metric = names.PRODUCT_LOW_STOCK_THRESHOLD
    family = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
    for level in levels:
        family.add_metric((str(level.product_id), level.name), level.threshold)
    return family


class StockCollector:
    """Reads the stock; while the database is away, the gauges are absent."""

    def __init__(self, database: Database, metrics: ShopMetrics, log: JsonLog) -> None:
        self._database = database
        self._metrics = metrics
        self._log = log

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges."""
        try:
            with self._database.read() as connection:
                levels, others = stock_levels(connection, names.PRODUCT_LABEL_LIMIT)
        except SQLAlchemyError as error:
            self._log.event("warning", "stock not read", reason=type(error).__name__)
            return
        self._metrics.expect_restocks(level.product_id for level in levels)
        yield stock_family(levels, others)
        yield threshold_family(levels)

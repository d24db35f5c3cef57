"""The shop's metrics: one histogram counts each request, the rest are derived."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

import catalog.metrics as names
from app.observability.families import request_families

# Never exposed: the seeds' four request metrics are computed from it at scrape.
REQUESTS = "shop_requests"


class ShopMetrics:
    """
    Counters of one process.

    Args:
        shared: Folder where the processes of one role add up what they count; None
            where there is only one process.
    """

    def __init__(self, shared: Path | None = None) -> None:
        prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]  # upstream
        self._registry = CollectorRegistry(auto_describe=False)
        self._shared = shared
        self._requests = Histogram(
            REQUESTS,
            "Requests answered.",
            ("method", "endpoint", "status"),
            buckets=names.LATENCY_BUCKETS_S,
            registry=self._registry,
        )
        self._children: dict[tuple[str, str, str], Histogram] = {}
        self.errors = self._counter(names.APP_ERRORS)
        self._low_stock = _PerProduct(self._counter(names.LOW_STOCK_ALERTS))
        self._restocks = _PerProduct(self._counter(names.RESTOCK_OPERATIONS))
        self._operations = self._counter(names.PRODUCT_OPERATIONS)
        self._checkouts = self._counter(names.CHECKOUTS)
        self._payments = self._counter(names.PAYMENTS)

    def _counter(self, metric: names.Metric) -> Counter:
        return Counter(metric.name, metric.help, metric.labels, registry=self._registry)

    def request(
        self,
        method: str,
        endpoint: str,
        status: str,
        seconds: float,
        exemplar: dict[str, str] | None,
    ) -> None:
        """Count one answered request."""
        key = (method, endpoint, status)
        child = self._children.get(key)
        if child is None:
            child = self._children[key] = self._requests.labels(*key)
        child.observe(seconds, exemplar)

    def low_stock(self, product_id: int) -> None:
        """Count that a product fell below its threshold."""
        self._low_stock.count(product_id)

    def restocked(self, product_id: int) -> None:
        """Count a restock."""
        self._restocks.count(product_id)

    def expect_restocks(self, product_ids: Iterable[int]) -> None:
        """Show 0 for products not restocked yet, so that their first one is a rise."""
        for product_id in product_ids:
            self._restocks.expect(product_id)

    def product_operation(self, operation: str) -> None:
        """Count a product created, updated or deleted."""
        self._operations.labels(operation).inc()

    def checkout(self, outcome: str) -> None:
        """Count a checkout that has ended."""
        self._checkouts.labels(outcome).inc()

    def payment(self, outcome: str) -> None:
        """Count a payment that has ended."""
        self._payments.labels(outcome).inc()

    def collect(self) -> Iterator[Metric]:
        """Yield what is counted, over all processes of this role."""
        source: CollectorRegistry | MultiProcessCollector = self._registry
        if self._shared is not None:
            source = MultiProcessCollector(  # type: ignore[no-untyped-call]  # upstream
                None, path=str(self._shared)
            )
        for family in source.collect():
            if family.name == REQUESTS:
                yield from request_families(family)
            else:
                yield family


class _PerProduct:
    """A counter by product whose labels are bounded: the rest count as one."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._seen: set[int] = set()

    def expect(self, product_id: int) -> None:
        self._of(product_id)

    def count(self, product_id: int) -> None:
        self._of(product_id).inc()

    def _of(self, product_id: int) -> Counter:
        full = len(self._seen) >= names.PRODUCT_LABEL_LIMIT
        if full and product_id not in self._seen:
            return self._counter.labels(names.OTHER_PRODUCTS)
        self._seen.add(product_id)
        return self._counter.labels(str(product_id))

"""What the server counts of itself."""

from prometheus_client import CollectorRegistry, Counter, Histogram

from catalog.previews import (
    PREVIEW_DRAW_DURATION,
    PREVIEW_FAILED_PANELS,
    PREVIEW_REQUESTS,
)

_BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Observed:
    """Counters in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        requests, failed, drawn = (
            PREVIEW_REQUESTS,
            PREVIEW_FAILED_PANELS,
            PREVIEW_DRAW_DURATION,
        )
        self._requests = Counter(
            requests.name, requests.help, requests.labels, registry=self.registry
        )
        self._failed = Counter(
            failed.name, failed.help, failed.labels, registry=self.registry
        )
        self._drawn = Histogram(
            drawn.name,
            drawn.help,
            drawn.labels,
            buckets=_BUCKETS_S,
            registry=self.registry,
        )

    def requested(self, page: str, status: int) -> None:
        """Count one answer; *page* is one of a few words."""
        self._requests.labels(page, str(status)).inc()

    def drawn(self, dashboard: str, took_s: float, failed: int) -> None:
        """Record one drawing and how many of its panels failed."""
        self._drawn.labels(dashboard).observe(took_s)
        self._failed.labels(dashboard).inc(failed)

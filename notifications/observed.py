"""What the receiver counts of itself."""

from prometheus_client import CollectorRegistry, Counter, Gauge

from catalog.notifications import NOTIFICATIONS_KEPT, NOTIFICATIONS_RECEIVED
from notifications.model import STATUSES


class Observed:
    """Counters and gauges in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        received, kept = NOTIFICATIONS_RECEIVED, NOTIFICATIONS_KEPT
        self._received = Counter(
            received.name, received.help, received.labels, registry=self.registry
        )
        self._kept = Gauge(kept.name, kept.help, registry=self.registry)
        # From the first scrape on, so that the first one shows as an increase.
        for status in STATUSES:
            self._received.labels(status)

    def received(self, status: str) -> None:
        """Count one alert."""
        self._received.labels(status).inc()

    def kept(self, count: int) -> None:
        """Say how many are kept now."""
        self._kept.set(count)

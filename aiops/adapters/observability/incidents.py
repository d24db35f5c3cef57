"""Metrics of incidents, notifications and the API."""

from collections.abc import Iterator

import sqlalchemy as sa
from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

import catalog.engine as names
from aiops.adapters.observability.metrics import counter
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import incidents, outbox


class NotificationCounter:
    """Attempts to notify, counted by the loop."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._notifications = counter(names.AIOPS_NOTIFICATIONS, registry)

    def notified(self, channel: str, result: str) -> None:
        """Count an attempt to notify."""
        self._notifications.labels(channel, result).inc()


class RequestCounter:
    """Requests to the API, counted by what serves it."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = counter(names.AIOPS_API_REQUESTS, registry)

    def asked(self, method: str, route: str, status: int) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()


class IncidentState:
    """Yields what is open, read from the database when it is asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges; none where the database does not answer."""
        try:
            with self._database.read() as connection:
                yield from list(_families(connection))
        except SQLAlchemyError:
            return


def _families(connection: sa.Connection) -> Iterator[Metric]:
    metric = names.AIOPS_INCIDENTS
    family = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
    for labels, count in incidents.open_by_state(connection).items():
        family.add_metric(labels, count)
    yield family
    waiting = names.AIOPS_OUTBOX
    yield GaugeMetricFamily(waiting.name, waiting.help, value=outbox.length(connection))

"""Metrics of incidents, notifications and the API."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa
from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

import catalog.engine as names
from aiops.adapters.observability.metrics import by_one, counter, labelled
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import figures as stored
from aiops.adapters.storage.incidents import incidents, outbox
from aiops.domain.anomalies import Severity
from aiops.domain.incidents import figures
from aiops.domain.incidents.figures import Suspect

_DAY_S = 86_400.0


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

    def __init__(self, database: Database, now_s: Callable[[], float]) -> None:
        self._database = database
        self._now_s = now_s

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges; none where the database does not answer."""
        try:
            with self._database.read() as connection:
                yield from list(_families(connection, self._now_s()))
        except SQLAlchemyError:
            return


def _families(connection: sa.Connection, now_s: float) -> Iterator[Metric]:
    yield labelled(names.AIOPS_INCIDENTS, incidents.open_by_state(connection).items())
    courses = stored.opened_since(connection, now_s - _DAY_S)
    opened = Counter({severity.value: 0 for severity in Severity})
    opened.update(course.severity for course in courses)
    yield by_one(names.AIOPS_INCIDENTS_DAY, opened.items())
    yield by_one(
        names.AIOPS_INCIDENT_STAGE_SECONDS, figures.stage_seconds(courses).items()
    )
    yield by_one(names.AIOPS_INCIDENT_SIGNS, stored.signs(connection).items())
    yield from _causes(stored.suspects(connection))
    waiting = names.AIOPS_OUTBOX
    yield GaugeMetricFamily(waiting.name, waiting.help, value=outbox.length(connection))


def _causes(suspects: Sequence[Suspect]) -> Iterator[Metric]:
    yield by_one(names.AIOPS_CAUSE_INCIDENTS, figures.by_service(suspects).items())
    known = [each for each in suspects if each.service]
    confidence = figures.highest((each.service, each.confidence) for each in known)
    yield by_one(names.AIOPS_CAUSE_CONFIDENCE, confidence.items())
    failing = figures.highest(
        (each.service, each.failing_share)
        for each in known
        if each.failing_share is not None
    )
    yield by_one(names.AIOPS_CAUSE_FAILING_RATIO, failing.items())

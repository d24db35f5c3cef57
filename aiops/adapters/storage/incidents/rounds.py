"""Rounds of the correlation, each in one transaction of the database."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from aiops.adapters.storage import anomalies
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import alerts, around, incidents, outbox
from aiops.adapters.storage.leases import confirm
from aiops.adapters.storage.tables.analysis import edges
from aiops.domain.incidents.limits import DEFAULT_LIMITS, Limits
from aiops.domain.incidents.notices import ESCALATE_AFTER_S
from aiops.domain.leases import Lease
from aiops.services.incidents import Outcome, Situation, take_stock

# Who called whom in this time; read again so often.
CALLS_S = 900.0
_READ_CALLS_EVERY_S = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """
    Who hears of incidents.

    Attributes:
        channels: Names of those that hear of every incident.
        escalation: Names of those that hear of it when nobody acknowledged it.
        escalate_after_s: So long after the others; 0 for never.
    """

    channels: Sequence[str] = ()
    escalation: Sequence[str] = ()
    escalate_after_s: float = ESCALATE_AFTER_S


class Rounds:
    """Reads what was seen of late and stores what it means."""

    def __init__(
        self,
        database: Database,
        audience: Audience,
        *,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._database = database
        self._audience = audience
        self._limits = limits
        self._calls: list[tuple[str, str]] = []
        self._calls_read_s = float("-inf")

    def once(self, now_s: float, lease: Lease | None = None) -> Outcome:
        """
        Do one round.

        Raises:
            LeaseLost: When another replica has taken over; nothing is stored then.
        """
        with self._database.write() as connection:
            if lease is not None:
                confirm(connection, lease)
            outcome = take_stock(
                self._situation(connection, now_s),
                now_s,
                limits=self._limits,
                escalate_after_s=self._audience.escalate_after_s,
            )
            incidents.put(connection, outcome.incidents)
            incidents.add_events(connection, outcome.events)
            outbox.add(
                connection,
                outcome.notices,
                self._audience.channels,
                self._audience.escalation,
                now_s,
            )
        return outcome

    def _situation(self, connection: sa.Connection, now_s: float) -> Situation:
        limits = self._limits
        if now_s - self._calls_read_s >= _READ_CALLS_EVERY_S:
            self._calls = calls(connection, now_s - CALLS_S)
            self._calls_read_s = now_s
        return Situation(
            incidents=incidents.current(
                connection, now_s, reopen_s=limits.reopen_s, seen_s=limits.stale_s
            ),
            anomalies=anomalies.between(connection, now_s - limits.stale_s, now_s),
            alerts=[
                *alerts.waiting(connection, since_s=now_s - limits.stale_alert_s),
                *alerts.changed(connection, since_s=now_s - limits.stale_s),
            ],
            calls=self._calls,
            maintenance=around.maintenance(connection, now_s),
        )


def calls(connection: sa.Connection, since_s: float) -> list[tuple[str, str]]:
    """Return who called whom since then, as pairs of services."""
    query = (
        sa.select(edges.c.caller_service, edges.c.callee_service)
        .where(edges.c.start_s >= since_s)
        .distinct()
    )
    return [
        (row.caller_service, row.callee_service) for row in connection.execute(query)
    ]

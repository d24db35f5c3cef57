"""Simulated failures, kept in the role's database so that all its workers agree."""

import time
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.domain.faults import Fault, FaultKind
from app.storage.database import Database
from app.storage.tables import faults

# The oldest that a worker's view of the rules may be.
CACHE_S = 0.5


class FaultBoard:
    """The active rules, read from the database at most twice a second."""

    def __init__(
        self, database: Database, clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._clock_s = clock_s
        self._rules: tuple[Fault, ...] = ()
        self._read_at_s = float("-inf")

    def current(self) -> tuple[Fault, ...]:
        """Return the rules; the last known ones while the database is away."""
        now_s = self._clock_s()
        if now_s - self._read_at_s >= CACHE_S:
            self._read_at_s = now_s
            try:
                self._rules = self.read()
            except SQLAlchemyError:
                return self._rules
        return self._rules

    def read(self) -> tuple[Fault, ...]:
        """Return the rules as they are in the database now."""
        query = sa.select(faults).order_by(faults.c.endpoint, faults.c.kind)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Fault(
                endpoint=row.endpoint,
                kind=FaultKind(row.kind),
                duration_ms=row.duration_ms,
                rate=row.rate,
            )
            for row in rows
        )

    def put(self, fault: Fault) -> None:
        """Add a rule, in place of an earlier one of its kind for its endpoint."""
        same = sa.and_(
            faults.c.endpoint == fault.endpoint, faults.c.kind == fault.kind.value
        )
        values = {
            "endpoint": fault.endpoint,
            "kind": fault.kind.value,
            "duration_ms": fault.duration_ms,
            "rate": fault.rate,
        }
        with self._database.write() as connection:
            connection.execute(sa.delete(faults).where(same))
            connection.execute(sa.insert(faults).values(values))
        self._read_at_s = float("-inf")

    def clear(self, endpoint: str | None = None) -> None:
        """Remove the rules of one endpoint, or all."""
        statement = sa.delete(faults)
        if endpoint is not None:
            statement = statement.where(faults.c.endpoint == endpoint)
        with self._database.write() as connection:
            connection.execute(statement)
        self._read_at_s = float("-inf")

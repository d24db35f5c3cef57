"""Queries of payments."""

from typing import Any

import sqlalchemy as sa

from app.storage.tables import payments


def find_by_key(
    connection: sa.Connection, key: str, *, lock: bool = False
) -> sa.Row[Any] | None:
    """Return the payment made under an idempotency key."""
    query = sa.select(payments).where(payments.c.idempotency_key == key)
    return connection.execute(query.with_for_update() if lock else query).first()


def find(connection: sa.Connection, payment_id: str) -> sa.Row[Any] | None:
    """Return one payment's row."""
    query = sa.select(payments).where(payments.c.id == payment_id)
    return connection.execute(query).first()


def add(connection: sa.Connection, values: dict[str, Any]) -> sa.Row[Any]:
    """Insert a payment and return its row."""
    statement = sa.insert(payments).values(values).returning(*payments.c)
    return connection.execute(statement).one()


def set_state(connection: sa.Connection, payment_id: str, state: str) -> None:
    """Move a locked payment to *state*."""
    statement = sa.update(payments).where(payments.c.id == payment_id)
    connection.execute(statement.values(state=state))

"""Queries of orders: claimed by one worker at a time, answered once."""

from typing import Any

import sqlalchemy as sa

from app.domain.orders import FINAL, OrderState
from app.storage.tables import orders

_OPEN = orders.c.state.not_in([state.value for state in FINAL])


def find_by_key(connection: sa.Connection, key: str) -> sa.Row[Any] | None:
    """Return the order placed under an idempotency key."""
    query = sa.select(orders).where(orders.c.idempotency_key == key)
    return connection.execute(query).first()


def find(connection: sa.Connection, order_id: str) -> sa.Row[Any] | None:
    """Return one order's row."""
    return connection.execute(sa.select(orders).where(orders.c.id == order_id)).first()


def open_order(
    connection: sa.Connection,
    *,
    order_id: str,
    key: str,
    fingerprint: str,
    lease_until_ms: int,
    now_ms: int,
) -> None:
    """Insert an order that the caller works on until its lease ends."""
    values = {
        "id": order_id,
        "idempotency_key": key,
        "fingerprint": fingerprint,
        "state": OrderState.PENDING.value,
        "lease_until_ms": lease_until_ms,
        "created_at_ms": now_ms,
    }
    connection.execute(sa.insert(orders).values(values))


def finish(
    connection: sa.Connection, order_id: str, state: OrderState, status: int, body: str
) -> bool:
    """Store the answer of an open order; False where it has one already."""
    statement = (
        sa.update(orders)
        .where(orders.c.id == order_id, _OPEN)
        .values(state=state.value, answer_status=status, answer_body=body)
    )
    return connection.execute(statement).rowcount == 1


def mark_compensating(
    connection: sa.Connection, order_id: str, lease_until_ms: int
) -> None:
    """Note that an open order has failed and is being undone."""
    statement = sa.update(orders).where(orders.c.id == order_id, _OPEN)
    connection.execute(
        statement.values(
            state=OrderState.COMPENSATING.value, lease_until_ms=lease_until_ms
        )
    )


def claim_abandoned(
    connection: sa.Connection, *, now_ms: int, lease_until_ms: int
) -> str | None:
    """Take over one open order whose lease has ended; return its id."""
    oldest = (
        sa.select(orders.c.id)
        .where(_OPEN, orders.c.lease_until_ms <= now_ms)
        .order_by(orders.c.lease_until_ms)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    order_id: str | None = connection.execute(oldest).scalar()
    if order_id is not None:
        mark_compensating(connection, order_id, lease_until_ms)
    return order_id

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


def is_pending(connection: sa.Connection, order_id: str) -> bool:
    """Tell whether nobody has been told yet how an order ended."""
    row = find(connection, order_id)
    return row is not None and row.state == OrderState.PENDING


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
) -> sa.Row[Any, Any] | None:
    """Take over one open order whose lease has ended; return its id and old state."""
    oldest = (
        sa.select(orders.c.id, orders.c.state)
        .where(_OPEN, orders.c.lease_until_ms <= now_ms)
        .order_by(orders.c.lease_until_ms)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    order = connection.execute(oldest).first()
    if order is not None:
        mark_compensating(connection, order.id, lease_until_ms)
    return order

"""Queries of availability and reservations."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.domain.reservations import ReservationState
from app.domain.stock import Shelf
from app.storage.tables import products, reservation_lines, reservations

_Row = sa.Row[Any]


def _held(now_ms: int) -> sa.ScalarSelect[int]:
    """Return the units of a product that open reservations hold, as a subquery."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(reservation_lines.c.quantity), 0))
        .join(reservations, reservations.c.id == reservation_lines.c.reservation_id)
        .where(
            reservation_lines.c.product_id == products.c.id,
            reservations.c.state == ReservationState.HELD.value,
            reservations.c.expires_at_ms > now_ms,
        )
        .scalar_subquery()
    )


def availability(
    connection: sa.Connection,
    *,
    now_ms: int,
    after: int = 0,
    limit: int = 1,
    in_stock: bool = False,
    product_id: int | None = None,
) -> list[_Row]:
    """Return products with *held* units, one row more than *limit* if there is one."""
    held = _held(now_ms)
    query = sa.select(products, held.label("held")).where(products.c.id > after)
    if product_id is not None:
        query = query.where(products.c.id == product_id)
    if in_stock:
        query = query.where(products.c.stock > held)
    return list(connection.execute(query.order_by(products.c.id).limit(limit + 1)))


def lock_products(connection: sa.Connection, ids: Iterable[int]) -> dict[int, _Row]:
    """Lock products against other writers, in one order so that none deadlock."""
    query = sa.select(products).where(products.c.id.in_(sorted(ids)))
    rows = connection.execute(query.order_by(products.c.id).with_for_update())
    return {row.id: row for row in rows}


def shelves(
    connection: sa.Connection, locked: Mapping[int, _Row], now_ms: int
) -> dict[int, Shelf]:
    """Return what is on the shelf and held, of products that are locked."""
    query = sa.select(products.c.id, products.c.stock, _held(now_ms).label("held"))
    rows = connection.execute(query.where(products.c.id.in_(list(locked))))
    return {
        row.id: Shelf(product_id=row.id, stock=row.stock, held=int(row.held))
        for row in rows
    }


def held_units(connection: sa.Connection, product_id: int, now_ms: int) -> int:
    """Return the units of one product that open reservations hold."""
    query = sa.select(_held(now_ms)).where(products.c.id == product_id)
    return int(connection.execute(query).scalar() or 0)


def find(
    connection: sa.Connection, reservation_id: str, *, lock: bool = False
) -> _Row | None:
    """Return a reservation's row, locked until the commit if asked."""
    query = sa.select(reservations).where(reservations.c.id == reservation_id)
    return connection.execute(query.with_for_update() if lock else query).first()


def lines(connection: sa.Connection, reservation_id: str) -> list[_Row]:
    """Return a reservation's lines by product id."""
    query = sa.select(reservation_lines).where(
        reservation_lines.c.reservation_id == reservation_id
    )
    return list(connection.execute(query.order_by(reservation_lines.c.product_id)))


def hold(
    connection: sa.Connection,
    reservation_id: str,
    rows: list[dict[str, Any]],
    *,
    now_ms: int,
    expires_at_ms: int,
) -> None:
    """Insert a held reservation; its products must be locked."""
    values = {
        "id": reservation_id,
        "state": ReservationState.HELD.value,
        "expires_at_ms": expires_at_ms,
        "created_at_ms": now_ms,
    }
    connection.execute(sa.insert(reservations).values(values))
    connection.execute(
        sa.insert(reservation_lines),
        [{"reservation_id": reservation_id, **row} for row in rows],
    )


def tombstone(connection: sa.Connection, reservation_id: str, now_ms: int) -> None:
    """Note a release that came before its reservation, which is then refused."""
    values = {
        "id": reservation_id,
        "state": ReservationState.RELEASED.value,
        "expires_at_ms": now_ms,
        "created_at_ms": now_ms,
    }
    connection.execute(sa.insert(reservations).values(values))


def set_state(
    connection: sa.Connection, reservation_id: str, state: ReservationState
) -> None:
    """Move a locked reservation to *state*."""
    statement = sa.update(reservations).where(reservations.c.id == reservation_id)
    connection.execute(statement.values(state=state.value))


def take(connection: sa.Connection, product_id: int, quantity: int) -> int | None:
    """Take units off the shelf; return what is left, or None where too few were."""
    statement = (
        sa.update(products)
        .where(products.c.id == product_id, products.c.stock >= quantity)
        .values(stock=products.c.stock - quantity)
        .returning(products.c.stock)
    )
    left: int | None = connection.execute(statement).scalar()
    return left

"""Queries of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.storage.tables import products

_Row = sa.Row[Any]


@dataclass(frozen=True, slots=True)
class StockLevel:
    """Units of one product on the shelf, and below which it is low."""

    product_id: int
    name: str
    stock: int
    threshold: int


def page(connection: sa.Connection, *, after: int, limit: int) -> list[_Row]:
    """Return up to one row more than *limit*, to tell whether there is a next page."""
    query = sa.select(products).where(products.c.id > after).order_by(products.c.id)
    return list(connection.execute(query.limit(limit + 1)).all())


def find(
    connection: sa.Connection, product_id: int, *, lock: bool = False
) -> _Row | None:
    """Return one product's row, locked against others until the commit if asked."""
    query = sa.select(products).where(products.c.id == product_id)
    return connection.execute(query.with_for_update() if lock else query).first()


def add(connection: sa.Connection, fields: Mapping[str, Any], now_ms: int) -> _Row:
    """Insert a product and return its row."""
    statement = sa.insert(products).values(
        **fields, created_at_ms=now_ms, updated_at_ms=now_ms
    )
    return connection.execute(statement.returning(*products.c)).one()


def change(
    connection: sa.Connection,
    product_id: int,
    fields: Mapping[str, Any],
    now_ms: int,
) -> _Row:
    """Update a product that exists and return its row."""
    statement = sa.update(products).where(products.c.id == product_id)
    statement = statement.values(**fields, updated_at_ms=now_ms)
    return connection.execute(statement.returning(*products.c)).one()


def remove(connection: sa.Connection, product_id: int) -> None:
    """Delete a product."""
    connection.execute(sa.delete(products).where(products.c.id == product_id))


def stock_levels(
    connection: sa.Connection, limit: int
) -> tuple[list[StockLevel], int | None]:
    """
    Return the stock of the first *limit* products, by id, and of the rest together.

    The second value is None where there is no rest.
    """
    first = (
        sa.select(
            products.c.id,
            products.c.name,
            products.c.stock,
            products.c.low_stock_threshold,
        )
        .order_by(products.c.id)
        .limit(limit + 1)
    )
    rows = connection.execute(first).all()
    levels = [StockLevel(*row) for row in rows[:limit]]
    if len(rows) <= limit:
        return levels, None
    rest = sa.select(sa.func.sum(products.c.stock)).where(
        products.c.id > levels[-1].product_id
    )
    return levels, int(connection.execute(rest).scalar() or 0)

"""Queries of the item list."""

import sqlalchemy as sa

from app.storage.tables import items

_COLUMNS = (items.c.id, items.c.name, items.c.description, items.c.created_at_ms)
_PAGE = (
    sa.select(*_COLUMNS)
    .where(items.c.id > sa.bindparam("after"))
    .order_by(items.c.id)
    .limit(sa.bindparam("rows"))
)


def page(
    connection: sa.Connection, *, after: int, limit: int
) -> list[sa.Row[int, str, str, int]]:
    """Return up to one row more than *limit*, to tell whether there is a next page."""
    values = {"after": after, "rows": limit + 1}
    return list(connection.execute(_PAGE, values).all())


def find(connection: sa.Connection, item_id: int) -> sa.Row[int, str, str, int] | None:
    """Return one item's row."""
    query = sa.select(*_COLUMNS).where(items.c.id == item_id)
    return connection.execute(query).first()


def add(connection: sa.Connection, *, name: str, description: str, now_ms: int) -> int:
    """Insert an item and return its id."""
    statement = sa.insert(items).values(
        name=name, description=description, created_at_ms=now_ms
    )
    item_id: int = connection.execute(statement.returning(items.c.id)).scalar_one()
    return item_id

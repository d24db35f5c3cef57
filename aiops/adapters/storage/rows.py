"""Rows that take the place of those with the same primary key."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

_CHUNK = 2000


def replace(
    connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]
) -> None:
    """Insert *rows*, or overwrite those that are there; unnamed columns stay."""
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table)
    keys = list(table.primary_key.columns)
    given = {
        column.name: insert.excluded[column.name]
        for column in table.columns
        if column not in keys and column.name in rows[0]
    }
    statement = (
        insert.on_conflict_do_update(index_elements=keys, set_=given)
        if given
        else insert.on_conflict_do_nothing(index_elements=keys)
    )
    for place in range(0, len(rows), _CHUNK):
        connection.execute(statement, list(rows[place : place + _CHUNK]))

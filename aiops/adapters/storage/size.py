"""How large the database is."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from aiops.adapters.storage.database import Database

_FILES = ("", "-wal")


class Size:
    """Measures one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def size_bytes(self) -> int | None:
        """Return what it takes on its disk; None where it does not answer."""
        if self._database.is_sqlite:
            return sqlite_bytes(str(self._database.engine.url.database))
        try:
            with self._database.read() as connection:
                query = sa.text("SELECT pg_database_size(current_database())")
                return int(connection.execute(query).scalar_one())
        except SQLAlchemyError:
            return None


def sqlite_bytes(path: str) -> int | None:
    """Return the size of the database's files; None where there are none."""
    found = [Path(path + suffix) for suffix in _FILES]
    sizes = [file.stat().st_size for file in found if file.exists()]
    return sum(sizes) if sizes else None

"""Every statement that ran against a database, and how it finds its rows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from aiops.adapters.storage.database import Database

# A handful of rows, or read as a whole by design.
SMALL = frozenset(
    {
        "alembic_version",
        # One per job.
        "leases",
        "cursors",
        # All of them, once at the start of the analysis.
        "baselines",
        # As many as there are people and programs.
        "api_keys",
    }
)
# The database's own tables.
_CATALOGUES = ("pg_", "sqlite_")
_VERBS = ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")
_SQLITE_SCAN = re.compile(r"^SCAN ([a-z_]+)(?: AS [a-z_]+)?$")
_POSTGRES_SCAN = re.compile(r"Seq Scan on ([a-z_]+)")


class Statements:
    """What ran, each form once, with parameters of one time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: dict[str, Any] = {}

    def note(self, statement: str, parameters: Any, many: bool) -> None:
        """Keep *statement* if it looks for rows."""
        if statement.lstrip().upper().startswith(_VERBS):
            self._found.setdefault(statement, parameters[0] if many else parameters)

    def without_index(self) -> list[str]:
        """The statements that look through a whole table."""
        with self._database.read() as connection:
            if not self._database.is_sqlite:
                # Tables of a test are so small that it is never worth an index.
                connection.exec_driver_sql("SET enable_seqscan = off")
            return [
                f"{table}: {statement}"
                for statement, parameters in self._found.items()
                for table in self._scanned(connection, statement, parameters)
                if table not in SMALL and not table.startswith(_CATALOGUES)
            ]

    def _scanned(
        self, connection: sa.Connection, statement: str, parameters: Any
    ) -> Iterator[str]:
        if self._database.is_sqlite:
            rows = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
            yield from scanned_by_sqlite(statement, [row[3] for row in rows])
            return
        for (line,) in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters):
            yield from _POSTGRES_SCAN.findall(line)


def scanned_by_sqlite(statement: str, plan: list[str]) -> list[str]:
    """The tables of which all rows are looked at."""
    # The first rows by number are found so, too; nothing is sorted for them. Whether
    # the rows had to be searched for meanwhile shows in PostgreSQL's plan.
    first = "LIMIT" in statement and not any("TEMP B-TREE" in step for step in plan)
    found = [match[1] for step in plan if (match := _SQLITE_SCAN.match(step))]
    return [] if first else found


@contextmanager
def watched(database: Database) -> Iterator[Statements]:
    """Note what runs against *database* meanwhile."""
    statements = Statements(database)

    def note(
        _connection: Any,
        _cursor: Any,
        statement: str,
        given: Any,
        _context: Any,
        many: bool,
    ) -> None:
        statements.note(statement, given, many)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(database.engine, "before_cursor_execute", note)

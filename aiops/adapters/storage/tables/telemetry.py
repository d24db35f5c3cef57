"""Spans and log lines as they came in, numbered in the order they were stored."""

import sqlalchemy as sa

from aiops.adapters.storage.tables.base import Sequence, metadata

spans = sa.Table(
    "spans",
    metadata,
    sa.Column("seq", Sequence, sa.Identity(), primary_key=True),
    sa.Column("received_s", sa.Double, nullable=False),
    sa.Column("trace", sa.Text, nullable=False),
    sa.Column("span", sa.Text, nullable=False),
    sa.Column("parent", sa.Text, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("operation", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("start_s", sa.Double, nullable=False),
    sa.Column("duration_s", sa.Double, nullable=False),
    sa.Column("error", sa.Boolean, nullable=False),
    sa.Column("status_code", sa.Integer, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("stack", sa.Text, nullable=False),
    # A JSON object of texts.
    sa.Column("attributes", sa.Text, nullable=False),
    # Who sends again what was stored already changes nothing; finds a trace, too.
    sa.UniqueConstraint("trace", "span", name="spans_of_trace"),
    sa.Index("spans_by_operation", "service", "operation", "start_s"),
    sa.Index("spans_by_start", "start_s"),
    sa.Index(
        "spans_with_error",
        "start_s",
        sqlite_where=sa.text("error"),
        postgresql_where=sa.text("error"),
    ),
    sqlite_autoincrement=True,
)

logs = sa.Table(
    "logs",
    metadata,
    sa.Column("seq", Sequence, sa.Identity(), primary_key=True),
    sa.Column("received_s", sa.Double, nullable=False),
    sa.Column("trace", sa.Text, nullable=False),
    sa.Column("span", sa.Text, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("time_s", sa.Double, nullable=False),
    sa.Column("severity", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    # Of all that was sent, for a line has no id by which to know it again.
    sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
    sa.Index("logs_of_trace", "trace", "time_s"),
    sa.Index("logs_by_service", "service", "time_s"),
    sa.Index("logs_by_time", "time_s"),
    sqlite_autoincrement=True,
)

"""Create the tables of what comes in, and of who works on it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _spans()
    _logs()
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("expires_s", sa.Double, nullable=False),
        sa.Column("token", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "cursors",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
    )


def _spans() -> None:
    op.create_table(
        "spans",
        sa.Column("seq", _SEQUENCE, sa.Identity(), primary_key=True),
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
        sa.Column("attributes", sa.Text, nullable=False),
        sa.UniqueConstraint("trace", "span", name="spans_of_trace"),
        sqlite_autoincrement=True,
    )
    op.create_index("spans_by_operation", "spans", ["service", "operation", "start_s"])
    op.create_index("spans_by_start", "spans", ["start_s"])
    op.create_index(
        "spans_with_error",
        "spans",
        ["start_s"],
        sqlite_where=sa.text("error"),
        postgresql_where=sa.text("error"),
    )


def _logs() -> None:
    op.create_table(
        "logs",
        sa.Column("seq", _SEQUENCE, sa.Identity(), primary_key=True),
        sa.Column("received_s", sa.Double, nullable=False),
        sa.Column("trace", sa.Text, nullable=False),
        sa.Column("span", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("time_s", sa.Double, nullable=False),
        sa.Column("severity", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
        sqlite_autoincrement=True,
    )
    op.create_index("logs_of_trace", "logs", ["trace", "time_s"])
    op.create_index("logs_by_service", "logs", ["service", "time_s"])
    op.create_index("logs_by_time", "logs", ["time_s"])

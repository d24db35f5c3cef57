"""Create the tables of what the analysis makes of the spans."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
    _windows()
    _edges()
    _baselines()
    _anomalies()


def _windows() -> None:
    op.create_table(
        "windows",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("operation", sa.Text, primary_key=True),
        sa.Column("start_s", sa.Double, primary_key=True),
        sa.Column("length_s", sa.Double, nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("timeouts", sa.Integer, nullable=False),
        sa.Column("sum_s", sa.Double, nullable=False),
        sa.Column("sketch", sa.Text, nullable=False),
        sa.Column("statuses", sa.Text, nullable=False),
        sa.Column("usual", sa.Text, nullable=False),
    )
    op.create_index("windows_by_start", "windows", ["start_s"])


def _edges() -> None:
    op.create_table(
        "edges",
        sa.Column("caller_service", sa.Text, primary_key=True),
        sa.Column("caller_operation", sa.Text, primary_key=True),
        sa.Column("callee_service", sa.Text, primary_key=True),
        sa.Column("callee_operation", sa.Text, primary_key=True),
        sa.Column("start_s", sa.Double, primary_key=True),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("duration_s", sa.Double, nullable=False),
        sa.Column("gap_s", sa.Double, nullable=False),
    )
    op.create_index("edges_by_start", "edges", ["start_s"])


def _baselines() -> None:
    op.create_table(
        "baselines",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("operation", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
    )


def _anomalies() -> None:
    op.create_table(
        "anomalies",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("operation", sa.Text, primary_key=True),
        sa.Column("signal", sa.Text, primary_key=True),
        sa.Column("started_s", sa.Double, primary_key=True),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("seen_s", sa.Double, nullable=False),
        sa.Column("ended_s", sa.Double),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("expected", sa.Double, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("deviation", sa.Double, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("samples", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("anomalies_by_seen", "anomalies", ["seen_s"])

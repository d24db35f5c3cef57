"""What the analysis makes of the spans: windows, calls, baselines, anomalies."""

import sqlalchemy as sa

from aiops.adapters.storage.tables.base import metadata

windows = sa.Table(
    "windows",
    metadata,
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("operation", sa.Text, primary_key=True),
    sa.Column("start_s", sa.Double, primary_key=True),
    sa.Column("length_s", sa.Double, nullable=False),
    sa.Column("requests", sa.Integer, nullable=False),
    sa.Column("errors", sa.Integer, nullable=False),
    sa.Column("timeouts", sa.Integer, nullable=False),
    sa.Column("sum_s", sa.Double, nullable=False),
    # Buckets and counts, see aiops.domain.windows.sketch.
    sa.Column("sketch", sa.Text, nullable=False),
    # A JSON object: HTTP status to requests.
    sa.Column("statuses", sa.Text, nullable=False),
    # A JSON object: signal to expected value and bounds.
    sa.Column("usual", sa.Text, nullable=False),
    sa.Index("windows_by_start", "start_s"),
)

edges = sa.Table(
    "edges",
    metadata,
    sa.Column("caller_service", sa.Text, primary_key=True),
    sa.Column("caller_operation", sa.Text, primary_key=True),
    sa.Column("callee_service", sa.Text, primary_key=True),
    sa.Column("callee_operation", sa.Text, primary_key=True),
    sa.Column("start_s", sa.Double, primary_key=True),
    sa.Column("calls", sa.Integer, nullable=False),
    sa.Column("errors", sa.Integer, nullable=False),
    sa.Column("duration_s", sa.Double, nullable=False),
    sa.Column("gap_s", sa.Double, nullable=False),
    sa.Index("edges_by_start", "start_s"),
)

# What is shared by all operations has the empty service; its state is a JSON object.
baselines = sa.Table(
    "baselines",
    metadata,
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("operation", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
)

anomalies = sa.Table(
    "anomalies",
    metadata,
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
    sa.Index("anomalies_by_seen", "seen_s"),
)

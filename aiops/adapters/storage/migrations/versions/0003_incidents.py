"""Create the tables of incidents, notifications, keys and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _incidents()
    _signs()
    _trail()
    _around()
    _notifications()
    _access()


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("dedup_key", sa.Text, nullable=False, unique=True),
        sa.Column("root", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("began_s", sa.Double, nullable=False),
        sa.Column("opened_s", sa.Double, nullable=False),
        sa.Column("updated_s", sa.Double, nullable=False),
        sa.Column("resolved_s", sa.Double),
        sa.Column("resolved_by", sa.Text, nullable=False),
        sa.Column("merged_into", sa.Text, nullable=False),
        sa.Column("acknowledged_s", sa.Double),
        sa.Column("acknowledged_by", sa.Text, nullable=False),
        sa.Column("assignee", sa.Text, nullable=False),
        sa.Column("snoozed_until_s", sa.Double),
        sa.Column("reopened", sa.Integer, nullable=False),
        sa.Column("escalated_s", sa.Double),
        sa.Column("told_s", sa.Double),
        sa.Column("diagnosis", sa.Text, nullable=False, server_default=""),
        sa.Column("diagnosed_s", sa.Double),
    )
    op.create_index("incidents_by_opened", "incidents", ["opened_s", "id"])
    op.create_index("incidents_by_status", "incidents", ["status", "opened_s", "id"])
    op.create_index("incidents_by_resolved", "incidents", ["resolved_s"])
    op.create_table(
        "incident_services",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("incident", sa.Text, primary_key=True),
    )
    op.create_index("incident_services_of_incident", "incident_services", ["incident"])


def _signs() -> None:
    op.create_table(
        "incident_anomalies",
        sa.Column("incident", sa.Text, primary_key=True),
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
    op.create_index("incident_anomalies_by_seen", "incident_anomalies", ["seen_s"])
    op.create_table(
        "alerts",
        sa.Column("fingerprint", sa.Text, primary_key=True),
        sa.Column("started_s", sa.Double, primary_key=True),
        sa.Column("incident", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("operation", sa.Text, nullable=False),
        sa.Column("seen_s", sa.Double, nullable=False),
        sa.Column("ended_s", sa.Double),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("runbook", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
    )
    op.create_index("alerts_of_incident", "alerts", ["incident", "seen_s"])
    op.create_index("alerts_by_seen", "alerts", ["seen_s"])
    op.create_index("alerts_by_start", "alerts", ["started_s", "fingerprint"])


def _trail() -> None:
    op.create_table(
        "incident_events",
        sa.Column("seq", _SEQUENCE, sa.Identity(), primary_key=True),
        sa.Column("incident", sa.Text, nullable=False),
        sa.Column("time_s", sa.Double, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "incident_events_of_incident", "incident_events", ["incident", "seq"]
    )
    op.create_table(
        "audit",
        sa.Column("seq", _SEQUENCE, sa.Identity(), primary_key=True),
        sa.Column("time_s", sa.Double, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_by_time", "audit", ["time_s"])


def _around() -> None:
    op.create_table(
        "deployments",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("time_s", sa.Double, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("deployments_by_time", "deployments", ["time_s", "id"])
    op.create_table(
        "maintenance",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("start_s", sa.Double, nullable=False),
        sa.Column("end_s", sa.Double, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("maintenance_by_end", "maintenance", ["end_s", "id"])


def _notifications() -> None:
    op.create_table(
        "actions",
        sa.Column("incident", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("time_s", sa.Double, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
    )
    op.create_index("actions_by_state", "actions", ["state", "time_s"])
    op.create_table(
        "outbox",
        sa.Column("seq", _SEQUENCE, sa.Identity(), primary_key=True),
        sa.Column("dedup_key", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("incident", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("created_s", sa.Double, nullable=False),
        sa.Column("due_s", sa.Double, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("done_s", sa.Double),
        sa.Column("error", sa.Text, nullable=False),
        sa.UniqueConstraint("dedup_key", "channel", name="outbox_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_by_state", "outbox", ["state", "due_s"])
    op.create_index("outbox_by_channel", "outbox", ["channel", "state", "done_s"])


def _access() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("created_s", sa.Double, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("expires_s", sa.Double),
        sa.Column("revoked_s", sa.Double),
        sa.Column("used_s", sa.Double),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("key_digest", sa.LargeBinary, nullable=False),
        sa.Column("expires_s", sa.Double, nullable=False),
    )
    op.create_index("sessions_by_expiry", "sessions", ["expires_s"])

"""Incidents, what was seen of them, and what was done about them."""

import sqlalchemy as sa

from aiops.adapters.storage.tables.base import Sequence, metadata

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    # Whoever opens the same incident a second time is refused.
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
    # A JSON object, see aiops.domain.diagnosis; empty until there is one.
    sa.Column("diagnosis", sa.Text, nullable=False, server_default=""),
    sa.Column("diagnosed_s", sa.Double),
    sa.Index("incidents_by_opened", "opened_s", "id"),
    sa.Index("incidents_by_status", "status", "opened_s", "id"),
    sa.Index("incidents_by_resolved", "resolved_s"),
)

incident_services = sa.Table(
    "incident_services",
    metadata,
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("incident", sa.Text, primary_key=True),
    sa.Index("incident_services_of_incident", "incident"),
)

incident_anomalies = sa.Table(
    "incident_anomalies",
    metadata,
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
    # What goes on after its incident was resolved by hand.
    sa.Index("incident_anomalies_by_seen", "seen_s"),
)

incident_events = sa.Table(
    "incident_events",
    metadata,
    sa.Column("seq", Sequence, sa.Identity(), primary_key=True),
    sa.Column("incident", sa.Text, nullable=False),
    sa.Column("time_s", sa.Double, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("incident_events_of_incident", "incident", "seq"),
    sqlite_autoincrement=True,
)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("started_s", sa.Double, primary_key=True),
    # Empty while it waits for one.
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
    # A JSON object of texts.
    sa.Column("labels", sa.Text, nullable=False),
    sa.Index("alerts_of_incident", "incident", "seen_s"),
    sa.Index("alerts_by_seen", "seen_s"),
    sa.Index("alerts_by_start", "started_s", "fingerprint"),
)

deployments = sa.Table(
    "deployments",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("time_s", sa.Double, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("deployments_by_time", "time_s", "id"),
)

maintenance = sa.Table(
    "maintenance",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("start_s", sa.Double, nullable=False),
    sa.Column("end_s", sa.Double, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("maintenance_by_end", "end_s", "id"),
)

actions = sa.Table(
    "actions",
    metadata,
    sa.Column("incident", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("time_s", sa.Double, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Index("actions_by_state", "state", "time_s"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("seq", Sequence, sa.Identity(), primary_key=True),
    # One per incident, state change and channel.
    sa.Column("dedup_key", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("incident", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("created_s", sa.Double, nullable=False),
    sa.Column("due_s", sa.Double, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    # waiting, sent or given up.
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("done_s", sa.Double),
    sa.Column("error", sa.Text, nullable=False),
    sa.UniqueConstraint("dedup_key", "channel", name="outbox_once"),
    sa.Index("outbox_by_state", "state", "due_s"),
    sa.Index("outbox_by_channel", "channel", "state", "done_s"),
    sqlite_autoincrement=True,
)

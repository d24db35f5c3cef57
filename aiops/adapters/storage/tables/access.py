"""Who may ask, and what was done by whom."""

import sqlalchemy as sa

from aiops.adapters.storage.tables.base import Sequence, metadata

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    # Words with spaces between them.
    sa.Column("scopes", sa.Text, nullable=False),
    # SHA-256 of the key, which nobody can read back.
    sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("created_s", sa.Double, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("expires_s", sa.Double),
    sa.Column("revoked_s", sa.Double),
    sa.Column("used_s", sa.Double),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    # Of the key that it was opened with: when that ends, so does the session.
    sa.Column("key_digest", sa.LargeBinary, nullable=False),
    sa.Column("expires_s", sa.Double, nullable=False),
    sa.Index("sessions_by_expiry", "expires_s"),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", Sequence, sa.Identity(), primary_key=True),
    sa.Column("time_s", sa.Double, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Index("audit_by_time", "time_s"),
    sqlite_autoincrement=True,
)

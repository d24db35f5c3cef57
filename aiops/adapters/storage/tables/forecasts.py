"""What will meet its limit, as of the latest look."""

import sqlalchemy as sa

from aiops.adapters.storage.tables.base import metadata

forecasts = sa.Table(
    "forecasts",
    metadata,
    # First, as those of a signal are replaced together: the key is their index.
    sa.Column("signal", sa.Text, primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("operation", sa.Text, primary_key=True),
    sa.Column("at_s", sa.Double, nullable=False),
    sa.Column("value", sa.Double, nullable=False),
    sa.Column("limit", sa.Double, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("after_s", sa.Double, nullable=False),
    sa.Column("earliest_s", sa.Double, nullable=False),
    # Empty where the limit may as well never be met.
    sa.Column("latest_s", sa.Double),
    sa.Column("seasonal", sa.Boolean, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
)

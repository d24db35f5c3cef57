"""Create the table of what will meet its limit."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "forecasts",
        sa.Column("signal", sa.Text, primary_key=True),
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("operation", sa.Text, primary_key=True),
        sa.Column("at_s", sa.Double, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("limit", sa.Double, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("after_s", sa.Double, nullable=False),
        sa.Column("earliest_s", sa.Double, nullable=False),
        sa.Column("latest_s", sa.Double),
        sa.Column("seasonal", sa.Boolean, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
    )

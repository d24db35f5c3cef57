"""Who works on what, and how far it has come."""

import sqlalchemy as sa

from aiops.adapters.storage.tables.base import metadata

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("expires_s", sa.Double, nullable=False),
    # Rises with each holder: what an earlier one still writes is refused.
    sa.Column("token", sa.BigInteger, nullable=False),
)

cursors = sa.Table(
    "cursors",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    # The last row that is done.
    sa.Column("seq", sa.BigInteger, nullable=False),
)

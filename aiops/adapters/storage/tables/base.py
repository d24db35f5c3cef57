"""What every table is made with."""

import sqlalchemy as sa

metadata = sa.MetaData()

# SQLite numbers rows by itself only for this exact type.
Sequence = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

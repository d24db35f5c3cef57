"""The tables, as the queries see them; migrations create them."""

import sqlalchemy as sa

metadata = sa.MetaData()

# SQLite numbers rows by itself only for this exact type.
_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

items = sa.Table(
    "items",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

products = sa.Table(
    "products",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("sku", sa.Text, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("price_minor", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("stock", sa.BigInteger, nullable=False),
    sa.Column("low_stock_threshold", sa.BigInteger, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Column("updated_at_ms", sa.BigInteger, nullable=False),
    # The last line of defence: no query, however wrong, sells what is not there.
    sa.CheckConstraint("stock >= 0", name="stock_not_negative"),
    sa.CheckConstraint("price_minor >= 0", name="price_not_negative"),
    sqlite_autoincrement=True,
)

reservations = sa.Table(
    "reservations",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("expires_at_ms", sa.BigInteger, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Index("reservations_by_state", "state", "expires_at_ms"),
)

reservation_lines = sa.Table(
    "reservation_lines",
    metadata,
    sa.Column(
        "reservation_id",
        sa.Text,
        sa.ForeignKey("reservations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("product_id", sa.BigInteger, primary_key=True),
    sa.Column("quantity", sa.BigInteger, nullable=False),
    sa.Column("price_minor", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    sa.Index("reservation_lines_by_product", "product_id"),
)

payments = sa.Table(
    "payments",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("idempotency_key", sa.Text, nullable=False, unique=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("amount_minor", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("card_last4", sa.Text),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
)

orders = sa.Table(
    "orders",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("idempotency_key", sa.Text, nullable=False, unique=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("lease_until_ms", sa.BigInteger, nullable=False),
    sa.Column("answer_status", sa.Integer),
    sa.Column("answer_body", sa.Text),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    sa.Index("orders_by_state", "state", "lease_until_ms"),
)

faults = sa.Table(
    "faults",
    metadata,
    sa.Column("endpoint", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("duration_ms", sa.Integer, nullable=False),
    sa.Column("rate", sa.Float, nullable=False),
)

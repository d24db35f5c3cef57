"""Create every table of the shop."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BIG = sa.BigInteger


def upgrade() -> None:
    """Create the tables."""
    _catalogue()
    _reservations()
    _payments()
    op.create_table(
        "faults",
        sa.Column("endpoint", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("duration_ms", sa.Integer, nullable=False),
        sa.Column("rate", sa.Float, nullable=False),
    )


def _catalogue() -> None:
    op.create_table(
        "items",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("created_at_ms", _BIG, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "products",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("sku", sa.Text, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("price_minor", _BIG, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("stock", _BIG, nullable=False),
        sa.Column("low_stock_threshold", _BIG, nullable=False),
        sa.Column("created_at_ms", _BIG, nullable=False),
        sa.Column("updated_at_ms", _BIG, nullable=False),
        sa.CheckConstraint("stock >= 0", name="stock_not_negative"),
        sa.CheckConstraint("price_minor >= 0", name="price_not_negative"),
        sqlite_autoincrement=True,
    )


def _reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("expires_at_ms", _BIG, nullable=False),
        sa.Column("created_at_ms", _BIG, nullable=False),
    )
    op.create_index("reservations_by_state", "reservations", ["state", "expires_at_ms"])
    op.create_table(
        "reservation_lines",
        sa.Column(
            "reservation_id",
            sa.Text,
            sa.ForeignKey("reservations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("product_id", _BIG, primary_key=True),
        sa.Column("quantity", _BIG, nullable=False),
        sa.Column("price_minor", _BIG, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )
    op.create_index("reservation_lines_by_product", "reservation_lines", ["product_id"])


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("idempotency_key", sa.Text, nullable=False, unique=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("amount_minor", _BIG, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("card_last4", sa.Text),
        sa.Column("created_at_ms", _BIG, nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("idempotency_key", sa.Text, nullable=False, unique=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("lease_until_ms", _BIG, nullable=False),
        sa.Column("answer_status", sa.Integer),
        sa.Column("answer_body", sa.Text),
        sa.Column("created_at_ms", _BIG, nullable=False),
    )
    op.create_index("orders_by_state", "orders", ["state", "lease_until_ms"])


def downgrade() -> None:
    """Drop every table, with all that is in it."""
    for table in (
        "faults",
        "orders",
        "payments",
        "reservation_lines",
        "reservations",
        "products",
        "items",
    ):
        op.drop_table(table)

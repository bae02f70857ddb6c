"""What the papers of some countries ask for, and facts of money that had no field.

The code of a service (BT-158: India's SAC), the day of a payment before the invoice,
the lawful rounding chosen for a registration, sales to EU consumers before the book.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """New columns only; what was there keeps its meaning."""
    with op.batch_alter_table("service", recreate="always") as service:
        service.add_column(_text("item_code"))
    with op.batch_alter_table("invoice_line", recreate="always") as line:
        line.add_column(_text("item_code"))
    with op.batch_alter_table("invoice", recreate="always") as invoice:
        invoice.add_column(sa.Column("paid_on", sa.Date(), nullable=True))
    with op.batch_alter_table("tax_registration", recreate="always") as registration:
        registration.add_column(_text("rounding"))
    with op.batch_alter_table("seller", recreate="always") as seller:
        seller.add_column(sa.Column("sold_before", sa.JSON(), server_default="{}", nullable=False))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)

"""Prices with tax, the fund of a profession, exchange rates, and who checked a VAT id when.

The day of a check was text and is a date now, and an id with such a day was checked;
text that is no day becomes the note of the check.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Columns for customers, the seller and documents. Nothing that was there is lost."""
    with op.batch_alter_table("customer") as customer:
        customer.alter_column("vat_id_checked_on", new_column_name="vat_id_checked_text")
    with op.batch_alter_table("customer") as customer:
        customer.add_column(sa.Column("vat_id_checked_on", sa.Date(), nullable=True))
        for name in ("vat_id_check", "vat_id_checked_by", "vat_id_check_note"):
            customer.add_column(_text(name))
        customer.add_column(_text("price_mode", "exclusive"))
    op.execute("UPDATE customer SET vat_id_checked_on = date(nullif(vat_id_checked_text, ''))")
    op.execute("UPDATE customer SET vat_id_check = 'valid' WHERE vat_id_checked_on IS NOT NULL")
    op.execute(
        "UPDATE customer SET vat_id_check_note = vat_id_checked_text "
        "WHERE vat_id_checked_on IS NULL"
    )
    with op.batch_alter_table("customer") as customer:
        customer.drop_column("vat_id_checked_text")
    with op.batch_alter_table("seller", recreate="always") as seller:
        seller.add_column(_text("fund_name"))
        seller.add_column(_whole("fund_percent_micro"))
    with op.batch_alter_table("invoice", recreate="always") as invoice:
        invoice.add_column(_text("price_mode", "exclusive"))
        invoice.add_column(_whole("fund_percent_micro"))
        invoice.add_column(sa.Column("exchange", sa.JSON(), server_default="{}", nullable=False))


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)

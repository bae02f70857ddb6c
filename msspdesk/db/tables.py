"""The tables of a book. Amounts are integers of minor units, `_micro` of 10**-6.

Instants are UTC, days are ISO dates. A row that can be undone carries `version`.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from msspdesk.db import columns as c
from msspdesk.db.document_tables import (
    allocation,
    asset,
    chain_head,
    document_allowance,
    invoice,
    invoice_line,
    invoice_tax,
    issued_document,
    ledger_row,
    payment,
    rendering,
    series,
)

__all__ = [
    "allocation",
    "asset",
    "bank_account",
    "chain_head",
    "contact",
    "contract",
    "contract_line",
    "count",
    "customer",
    "customer_certificate",
    "document_allowance",
    "invoice",
    "invoice_line",
    "invoice_tax",
    "issued_document",
    "ledger_row",
    "line_terms",
    "metadata",
    "owner_rate",
    "owner_tax_rule",
    "payment",
    "rendering",
    "seller",
    "series",
    "service",
    "setting",
    "site",
    "tax_registration",
    "time_entry",
    "timer",
]

metadata = c.metadata

setting = Table(
    "setting",
    c.metadata,
    Column("name", String(60), primary_key=True),
    Column("value", JSON, nullable=False),
)

seller = Table(
    "seller",
    c.metadata,
    c.key(),
    c.whole("version", 1),
    *(c.text(each) for each in ("name", "owner", "street", "street2", "postcode", "city")),
    *(c.text(each) for each in ("region", "country", "email", "phone", "website", "legal_note")),
    *(c.text(each) for each in ("currency", "language", "zone", "paper", "accent")),
    Column("logo", LargeBinary),
    c.whole("terms_days", 14),
    c.text("number_pattern"),
    c.text("credit_pattern"),
    Column("rate_target_micro", BigInteger),
    c.text("person"),
    c.text("fund_name"),
    c.whole("fund_percent_micro"),
    c.json("sold_before", "{}"),
    CheckConstraint("id = 1", name="one_seller"),
)

tax_registration = Table(
    "tax_registration",
    c.metadata,
    c.key(),
    c.ref("seller_id", "seller", owned=True),
    *(c.text(each) for each in ("jurisdiction", "scheme", "number", "accounting", "rounding")),
    Column("valid_from", Date),
    Column("valid_to", Date),
)

bank_account = Table(
    "bank_account",
    c.metadata,
    c.key(),
    c.ref("seller_id", "seller", owned=True),
    *(c.text(each) for each in ("name", "holder", "iban", "bic", "number", "currency")),
    Column("valid_from", Date),
    Column("valid_to", Date),
)

owner_tax_rule = Table(
    "owner_tax_rule",
    c.metadata,
    c.key(),
    c.whole("version", 1),
    Column("valid_from", Date),
    Column("valid_to", Date),
    c.text("note"),
    c.json("rule"),
    Column("created_at", c.Instant, nullable=False),
)

owner_rate = Table(
    "owner_rate",
    c.metadata,
    c.key(),
    c.whole("version", 1),
    *(c.text(each) for each in ("country", "region", "county", "city", "tax", "source")),
    c.whole("rate_micro"),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("entered_on", Date, nullable=False),
)

customer = Table(
    "customer",
    c.metadata,
    c.key(),
    c.uuid(),
    c.whole("version", 1),
    *(c.text(each) for each in ("name", "short", "status", "evidence")),
    c.text("vat_id"),
    c.text("vat_id_check"),
    Column("vat_id_checked_on", Date),
    *(c.text(each) for each in ("vat_id_checked_by", "vat_id_check_note", "tax_number")),
    *(c.text(each) for each in ("currency", "language")),
    c.whole("terms_days", 14),
    c.text("buyer_reference"),
    c.text("po_number"),
    Column("hourly_rate_micro", BigInteger),
    c.flag("decimal_hours"),
    c.text("price_mode", "exclusive"),
    c.text("notes"),
    c.flag("archived"),
)

site = Table(
    "site",
    c.metadata,
    c.key(),
    c.ref("customer_id", "customer", owned=True),
    c.whole("position"),
    *(c.text(each) for each in ("name", "street", "street2", "postcode", "city")),
    *(c.text(each) for each in ("county", "region", "country", "asset_region")),
    c.flag("sez"),
)

customer_certificate = Table(
    "customer_certificate",
    c.metadata,
    c.key(),
    c.ref("customer_id", "customer", owned=True),
    *(c.text(each) for each in ("kind", "jurisdiction", "classes", "number", "note")),
    Column("valid_from", Date),
    Column("valid_to", Date),
)

contact = Table(
    "contact",
    c.metadata,
    c.key(),
    c.ref("customer_id", "customer", owned=True),
    c.whole("position"),
    *(c.text(each) for each in ("name", "email", "phone")),
    c.flag("gets_invoices"),
)

service = Table(
    "service",
    c.metadata,
    c.key(),
    c.uuid(),
    c.whole("version", 1),
    *(c.text(each) for each in ("code", "name", "name_de", "description", "unit", "item_code")),
    Column("price_micro", BigInteger),
    c.text("tax_class"),
    c.flag("archived"),
)

contract = Table(
    "contract",
    c.metadata,
    c.key(),
    c.uuid(),
    c.whole("version", 1),
    c.ref("customer_id", "customer"),
    c.text("title"),
    c.text("po_number"),
    Column("start", Date, nullable=False),
    Column("end", Date),
    c.text("notes"),
    c.flag("archived"),
)

contract_line = Table(
    "contract_line",
    c.metadata,
    c.key(),
    c.ref("contract_id", "contract", owned=True),
    c.whole("version", 1),
    c.whole("position"),
    c.ref("service_id", "service"),
    c.text("label"),
    c.ref("site_id", "site", null=True),
    c.text("count_kind"),
    c.whole("cadence_months", 1),
    c.whole("anchor_day", 1),
    c.text("timing"),
    c.text("proration"),
    Column("start", Date, nullable=False),
    Column("end", Date),
    Column("billed_until", Date),
    CheckConstraint("cadence_months BETWEEN 1 AND 120", name="cadence"),
    CheckConstraint("anchor_day BETWEEN 1 AND 31", name="anchor"),
)

line_terms = Table(
    "line_terms",
    c.metadata,
    c.key(),
    c.ref("line_id", "contract_line", owned=True),
    Column("valid_from", Date, nullable=False),
    c.text("model"),
    c.whole("model_version", 1),
    c.json("terms"),
    UniqueConstraint("line_id", "valid_from"),
)

count = Table(
    "count",
    c.metadata,
    c.key(),
    c.whole("version", 1),
    c.ref("customer_id", "customer"),
    c.text("kind"),
    c.ref("site_id", "site", null=True),
    Column("day", Date, nullable=False),
    c.whole("quantity_micro"),
    c.text("note"),
    Index("ix_count_key", "customer_id", "kind", "day"),
)

time_entry = Table(
    "time_entry",
    c.metadata,
    c.key(),
    c.uuid(),
    c.whole("version", 1),
    c.ref("customer_id", "customer", null=True),
    c.ref("contract_line_id", "contract_line", null=True),
    c.ref("service_id", "service", null=True),
    Column("day", Date, nullable=False, index=True),
    Column("started_at", c.Instant),
    Column("ended_at", c.Instant),
    c.text("zone"),
    c.whole("minutes"),
    c.whole("billed_minutes"),
    c.flag("billable"),
    c.text("note"),
    c.text("tags"),
    Column(
        "invoice_line_id",
        BigInteger,
        ForeignKey("invoice_line.id", ondelete="SET NULL"),
        index=True,
    ),
    c.flag("locked"),
    CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
    CheckConstraint("billed_minutes >= 0", name="billed_minutes"),
)

timer = Table(
    "timer",
    c.metadata,
    c.key(),
    Column("started_at", c.Instant, nullable=False),
    c.text("zone"),
    c.ref("customer_id", "customer", null=True),
    c.ref("contract_line_id", "contract_line", null=True),
    c.ref("service_id", "service", null=True),
    c.text("note"),
    c.text("tags"),
    CheckConstraint("id = 1", name="one_timer"),
)

"""The tables of documents and money: drafts, invoices, what was sealed, payments.

They are reached through `db.tables`, beside all others.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from msspdesk.db import columns as c

series = Table(
    "series",
    c.metadata,
    Column("code", String(40), primary_key=True),
    c.whole("next_value", 1),
    c.whole("year"),
    Column("last_day", Date),
)

invoice = Table(
    "invoice",
    c.metadata,
    c.key(),
    c.uuid(),
    c.whole("version", 1),
    c.text("kind"),
    c.ref("customer_id", "customer"),
    c.text("currency"),
    c.text("language"),
    c.whole("terms_days", 14),
    *(c.text(each) for each in ("buyer_reference", "po_number", "intro", "closing")),
    c.whole("discount_percent_micro"),
    c.whole("discount_minor"),
    c.whole("prepaid_minor"),
    Column("paid_on", Date),
    c.whole("rounding_minor"),
    c.text("price_mode", "exclusive"),
    c.whole("fund_percent_micro"),
    c.json("exchange", "{}"),
    c.ref("corrects_id", "invoice", null=True),
    c.flag("stale"),
    Column("created_at", c.Instant, nullable=False),
    Column("number", String(60), unique=True),
    Column("issue_date", Date, index=True),
    Column("due_date", Date),
    c.whole("net_minor"),
    c.whole("tax_minor"),
    c.whole("gross_minor"),
    c.whole("payable_minor"),
)

invoice_line = Table(
    "invoice_line",
    c.metadata,
    c.key(),
    c.ref("invoice_id", "invoice", owned=True),
    c.whole("position"),
    c.ref("contract_line_id", "contract_line", null=True),
    c.ref("service_id", "service", null=True),
    c.ref("site_id", "site", null=True),
    c.text("tax_class"),
    Column("period_start", Date),
    Column("period_end", Date),
    c.text("name"),
    c.text("note"),
    c.text("item_code"),
    c.whole("quantity_micro", 1_000_000),
    c.text("unit"),
    c.whole("unit_price_micro"),
    c.whole("price_base", 1),
    c.whole("discount_minor"),
    c.whole("amount_minor"),
    Column("given_rate_micro", BigInteger),
    c.text("given_category"),
    c.json("details"),
)

document_allowance = Table(
    "document_allowance",
    c.metadata,
    c.key(),
    c.ref("invoice_id", "invoice", owned=True),
    c.whole("position"),
    c.text("kind"),
    c.whole("amount_minor"),
    Column("percent_micro", BigInteger),
    Column("base_minor", BigInteger),
    c.text("reason"),
    c.text("tax_class"),
    Column("given_rate_micro", BigInteger),
    c.text("given_category"),
    CheckConstraint("kind IN ('allowance', 'charge')", name="kind"),
)

ledger_row = Table(
    "ledger_row",
    c.metadata,
    c.key(),
    c.ref("invoice_line_id", "invoice_line", owned=True),
    c.ref("contract_line_id", "contract_line"),
    *(
        Column(each, Date, nullable=False)
        for each in ("whole_start", "whole_end", "used_start", "used_end")
    ),
    c.whole("calculated_minor"),
)

invoice_tax = Table(
    "invoice_tax",
    c.metadata,
    c.key(),
    c.ref("invoice_id", "invoice", owned=True),
    c.whole("position"),
    *(c.text(each) for each in ("tax", "jurisdiction", "category")),
    c.whole("rate_micro"),
    c.whole("base_minor"),
    c.whole("amount_minor"),
    *(c.text(each) for each in ("reason", "reason_code", "rule", "source", "data_version")),
    c.json("explanation"),
)

issued_document = Table(
    "issued_document",
    c.metadata,
    c.key(),
    c.ref("invoice_id", "invoice"),
    Column("sequence", BigInteger, nullable=False, unique=True),
    Column("number", String(60), nullable=False, unique=True),
    Column("issued_at", c.Instant, nullable=False),
    Column("snapshot", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("previous_sha256", String(64), nullable=False),
    UniqueConstraint("invoice_id"),
)

rendering = Table(
    "rendering",
    c.metadata,
    c.key(),
    c.ref("document_id", "issued_document"),
    c.text("kind"),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("made_at", c.Instant, nullable=False),
    UniqueConstraint("document_id", "kind"),
)

asset = Table(
    "asset",
    c.metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

chain_head = Table(
    "chain_head",
    c.metadata,
    c.key(),
    c.whole("count"),
    Column("sha256", String(64), nullable=False),
    CheckConstraint("id = 1", name="one_head"),
)

payment = Table(
    "payment",
    c.metadata,
    c.key(),
    c.uuid(),
    c.whole("version", 1),
    c.ref("customer_id", "customer"),
    Column("day", Date, nullable=False),
    c.whole("amount_minor"),
    c.text("currency"),
    c.ref("account_id", "bank_account", null=True),
    c.text("reference"),
    CheckConstraint("amount_minor > 0", name="amount"),
)

allocation = Table(
    "allocation",
    c.metadata,
    c.key(),
    c.ref("payment_id", "payment", null=True, owned=True),
    c.ref("credit_id", "invoice", null=True),
    c.ref("invoice_id", "invoice"),
    c.whole("amount_minor"),
    Column("day", Date, nullable=False),
    CheckConstraint("(payment_id IS NULL) <> (credit_id IS NULL)", name="one_source"),
)

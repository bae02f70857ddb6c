"""The first schema, as it was released. Frozen: a later change is a revision of its own.

`store.create` makes new books whole; a test holds both ways to the same schema.
Triggers and the search index are put in place by `upgrade`, after every migration.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Every table, those first that others point at."""
    _asset()
    _chain_head()
    _customer()
    _owner_rate()
    _owner_tax_rule()
    _seller()
    _series()
    _service()
    _setting()
    _bank_account()
    _contact()
    _contract()
    _customer_certificate()
    _invoice()
    _site()
    _tax_registration()
    _contract_line()
    _count()
    _document_allowance()
    _invoice_tax()
    _issued_document()
    _payment()
    _allocation()
    _invoice_line()
    _line_terms()
    _rendering()
    _timer()
    _ledger_row()
    _time_entry()


def _key() -> sa.Column[Any]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _texts(names: str) -> list[sa.Column[Any]]:
    return [_text(name) for name in names.split()]


def _whole(name: str, default: int) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), server_default=str(default), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def _date(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=null)


def _pk(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _fk(table: str, column: str, target: str, on_delete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=on_delete)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), server_default="0", nullable=False)


def _asset() -> None:
    op.create_table(
        "asset",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _pk("asset", "sha256"),
    )


def _chain_head() -> None:
    op.create_table(
        "chain_head",
        _key(),
        _whole("count", 0),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_chain_head_one_head")),
        _pk("chain_head"),
    )


def _customer() -> None:
    op.create_table(
        "customer",
        _key(),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        _whole("version", 1),
        *_texts("name short status evidence vat_id vat_id_checked_on tax_number currency"),
        _text("language"),
        _whole("terms_days", 14),
        *_texts("buyer_reference po_number"),
        _number("hourly_rate_micro"),
        _flag("decimal_hours"),
        _text("notes"),
        _flag("archived"),
        _pk("customer"),
        sa.UniqueConstraint("uuid", name=op.f("uq_customer_uuid")),
    )


def _owner_rate() -> None:
    op.create_table(
        "owner_rate",
        _key(),
        _whole("version", 1),
        *_texts("country region county city tax source"),
        _whole("rate_micro", 0),
        _date("valid_from", null=True),
        _date("valid_to", null=True),
        _date("entered_on"),
        _pk("owner_rate"),
    )


def _owner_tax_rule() -> None:
    op.create_table(
        "owner_tax_rule",
        _key(),
        _whole("version", 1),
        _date("valid_from", null=True),
        _date("valid_to", null=True),
        _text("note"),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _pk("owner_tax_rule"),
    )


def _seller() -> None:
    op.create_table(
        "seller",
        _key(),
        _whole("version", 1),
        *_texts("name owner street street2 postcode city region country"),
        *_texts("email phone website legal_note currency language zone paper"),
        _text("accent"),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        _whole("terms_days", 14),
        *_texts("number_pattern credit_pattern"),
        _number("rate_target_micro"),
        _text("person"),
        sa.CheckConstraint("id = 1", name=op.f("ck_seller_one_seller")),
        _pk("seller"),
    )


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("code", sa.String(length=40), nullable=False),
        _whole("next_value", 1),
        _whole("year", 0),
        _date("last_day", null=True),
        _pk("series", "code"),
    )


def _service() -> None:
    op.create_table(
        "service",
        _key(),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        _whole("version", 1),
        *_texts("code name name_de description unit"),
        _number("price_micro"),
        _text("tax_class"),
        _flag("archived"),
        _pk("service"),
        sa.UniqueConstraint("uuid", name=op.f("uq_service_uuid")),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        _pk("setting", "name"),
    )


def _bank_account() -> None:
    op.create_table(
        "bank_account",
        _key(),
        sa.Column("seller_id", sa.BigInteger(), nullable=False),
        *_texts("name holder iban bic number currency"),
        _date("valid_from", null=True),
        _date("valid_to", null=True),
        _fk("bank_account", "seller_id", "seller", "CASCADE"),
        _pk("bank_account"),
    )
    _index("bank_account", "seller_id")


def _contact() -> None:
    op.create_table(
        "contact",
        _key(),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        _whole("position", 0),
        *_texts("name email phone"),
        _flag("gets_invoices"),
        _fk("contact", "customer_id", "customer", "CASCADE"),
        _pk("contact"),
    )
    _index("contact", "customer_id")


def _contract() -> None:
    op.create_table(
        "contract",
        _key(),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        _whole("version", 1),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        *_texts("title po_number"),
        _date("start"),
        _date("end", null=True),
        _text("notes"),
        _flag("archived"),
        _fk("contract", "customer_id", "customer", "RESTRICT"),
        _pk("contract"),
        sa.UniqueConstraint("uuid", name=op.f("uq_contract_uuid")),
    )
    _index("contract", "customer_id")


def _customer_certificate() -> None:
    op.create_table(
        "customer_certificate",
        _key(),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        *_texts("kind jurisdiction classes number note"),
        _date("valid_from", null=True),
        _date("valid_to", null=True),
        _fk("customer_certificate", "customer_id", "customer", "CASCADE"),
        _pk("customer_certificate"),
    )
    _index("customer_certificate", "customer_id")


def _invoice() -> None:
    op.create_table(
        "invoice",
        _key(),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        _whole("version", 1),
        _text("kind"),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        *_texts("currency language"),
        _whole("terms_days", 14),
        *_texts("buyer_reference po_number intro closing"),
        _whole("discount_percent_micro", 0),
        _whole("discount_minor", 0),
        _whole("prepaid_minor", 0),
        _whole("rounding_minor", 0),
        _number("corrects_id"),
        _flag("stale"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        _date("issue_date", null=True),
        _date("due_date", null=True),
        _whole("net_minor", 0),
        _whole("tax_minor", 0),
        _whole("gross_minor", 0),
        _whole("payable_minor", 0),
        _fk("invoice", "corrects_id", "invoice", "RESTRICT"),
        _fk("invoice", "customer_id", "customer", "RESTRICT"),
        _pk("invoice"),
        sa.UniqueConstraint("number", name=op.f("uq_invoice_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_invoice_uuid")),
    )
    _index("invoice", "corrects_id")
    _index("invoice", "customer_id")
    _index("invoice", "issue_date")


def _site() -> None:
    op.create_table(
        "site",
        _key(),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        _whole("position", 0),
        *_texts("name street street2 postcode city county region country"),
        _text("asset_region"),
        _flag("sez"),
        _fk("site", "customer_id", "customer", "CASCADE"),
        _pk("site"),
    )
    _index("site", "customer_id")


def _tax_registration() -> None:
    op.create_table(
        "tax_registration",
        _key(),
        sa.Column("seller_id", sa.BigInteger(), nullable=False),
        *_texts("jurisdiction scheme number accounting"),
        _date("valid_from", null=True),
        _date("valid_to", null=True),
        _fk("tax_registration", "seller_id", "seller", "CASCADE"),
        _pk("tax_registration"),
    )
    _index("tax_registration", "seller_id")


def _contract_line() -> None:
    op.create_table(
        "contract_line",
        _key(),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        _whole("version", 1),
        _whole("position", 0),
        sa.Column("service_id", sa.BigInteger(), nullable=False),
        _text("label"),
        _number("site_id"),
        _text("count_kind"),
        _whole("cadence_months", 1),
        _whole("anchor_day", 1),
        *_texts("timing proration"),
        _date("start"),
        _date("end", null=True),
        _date("billed_until", null=True),
        sa.CheckConstraint("anchor_day BETWEEN 1 AND 31", name=op.f("ck_contract_line_anchor")),
        sa.CheckConstraint(
            "cadence_months BETWEEN 1 AND 120", name=op.f("ck_contract_line_cadence")
        ),
        _fk("contract_line", "contract_id", "contract", "CASCADE"),
        _fk("contract_line", "service_id", "service", "RESTRICT"),
        _fk("contract_line", "site_id", "site", "RESTRICT"),
        _pk("contract_line"),
    )
    _index("contract_line", "contract_id")
    _index("contract_line", "service_id")
    _index("contract_line", "site_id")


def _count() -> None:
    op.create_table(
        "count",
        _key(),
        _whole("version", 1),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        _text("kind"),
        _number("site_id"),
        _date("day"),
        _whole("quantity_micro", 0),
        _text("note"),
        _fk("count", "customer_id", "customer", "RESTRICT"),
        _fk("count", "site_id", "site", "RESTRICT"),
        _pk("count"),
    )
    _index("count", "customer_id")
    op.create_index("ix_count_key", "count", ["customer_id", "kind", "day"], unique=False)
    _index("count", "site_id")


def _document_allowance() -> None:
    op.create_table(
        "document_allowance",
        _key(),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        _whole("position", 0),
        _text("kind"),
        _whole("amount_minor", 0),
        _number("percent_micro"),
        _number("base_minor"),
        *_texts("reason tax_class"),
        _number("given_rate_micro"),
        _text("given_category"),
        sa.CheckConstraint(
            "kind IN ('allowance', 'charge')", name=op.f("ck_document_allowance_kind")
        ),
        _fk("document_allowance", "invoice_id", "invoice", "CASCADE"),
        _pk("document_allowance"),
    )
    _index("document_allowance", "invoice_id")


def _invoice_tax() -> None:
    op.create_table(
        "invoice_tax",
        _key(),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        _whole("position", 0),
        *_texts("tax jurisdiction category"),
        _whole("rate_micro", 0),
        _whole("base_minor", 0),
        _whole("amount_minor", 0),
        *_texts("reason reason_code rule source data_version"),
        sa.Column("explanation", sa.JSON(), nullable=False),
        _fk("invoice_tax", "invoice_id", "invoice", "CASCADE"),
        _pk("invoice_tax"),
    )
    _index("invoice_tax", "invoice_id")


def _issued_document() -> None:
    op.create_table(
        "issued_document",
        _key(),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=False),
        _fk("issued_document", "invoice_id", "invoice", "RESTRICT"),
        _pk("issued_document"),
        sa.UniqueConstraint("invoice_id", name=op.f("uq_issued_document_invoice_id")),
        sa.UniqueConstraint("number", name=op.f("uq_issued_document_number")),
        sa.UniqueConstraint("sequence", name=op.f("uq_issued_document_sequence")),
    )
    _index("issued_document", "invoice_id")


def _payment() -> None:
    op.create_table(
        "payment",
        _key(),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        _whole("version", 1),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        _date("day"),
        _whole("amount_minor", 0),
        _text("currency"),
        _number("account_id"),
        _text("reference"),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_amount")),
        _fk("payment", "account_id", "bank_account", "RESTRICT"),
        _fk("payment", "customer_id", "customer", "RESTRICT"),
        _pk("payment"),
        sa.UniqueConstraint("uuid", name=op.f("uq_payment_uuid")),
    )
    _index("payment", "account_id")
    _index("payment", "customer_id")


def _allocation() -> None:
    op.create_table(
        "allocation",
        _key(),
        _number("payment_id"),
        _number("credit_id"),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        _whole("amount_minor", 0),
        _date("day"),
        sa.CheckConstraint(
            "(payment_id IS NULL) <> (credit_id IS NULL)", name=op.f("ck_allocation_one_source")
        ),
        _fk("allocation", "credit_id", "invoice", "RESTRICT"),
        _fk("allocation", "invoice_id", "invoice", "RESTRICT"),
        _fk("allocation", "payment_id", "payment", "CASCADE"),
        _pk("allocation"),
    )
    _index("allocation", "credit_id")
    _index("allocation", "invoice_id")
    _index("allocation", "payment_id")


def _invoice_line() -> None:
    op.create_table(
        "invoice_line",
        _key(),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        _whole("position", 0),
        _number("contract_line_id"),
        _number("service_id"),
        _number("site_id"),
        _text("tax_class"),
        _date("period_start", null=True),
        _date("period_end", null=True),
        *_texts("name note"),
        _whole("quantity_micro", 1000000),
        _text("unit"),
        _whole("unit_price_micro", 0),
        _whole("price_base", 1),
        _whole("discount_minor", 0),
        _whole("amount_minor", 0),
        _number("given_rate_micro"),
        _text("given_category"),
        sa.Column("details", sa.JSON(), nullable=False),
        _fk("invoice_line", "contract_line_id", "contract_line", "RESTRICT"),
        _fk("invoice_line", "invoice_id", "invoice", "CASCADE"),
        _fk("invoice_line", "service_id", "service", "RESTRICT"),
        _fk("invoice_line", "site_id", "site", "RESTRICT"),
        _pk("invoice_line"),
    )
    _index("invoice_line", "contract_line_id")
    _index("invoice_line", "invoice_id")
    _index("invoice_line", "service_id")
    _index("invoice_line", "site_id")


def _line_terms() -> None:
    op.create_table(
        "line_terms",
        _key(),
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        _date("valid_from"),
        _text("model"),
        _whole("model_version", 1),
        sa.Column("terms", sa.JSON(), nullable=False),
        _fk("line_terms", "line_id", "contract_line", "CASCADE"),
        _pk("line_terms"),
        sa.UniqueConstraint("line_id", "valid_from", name=op.f("uq_line_terms_line_id")),
    )
    _index("line_terms", "line_id")


def _rendering() -> None:
    op.create_table(
        "rendering",
        _key(),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        _text("kind"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _fk("rendering", "document_id", "issued_document", "RESTRICT"),
        _pk("rendering"),
        sa.UniqueConstraint("document_id", "kind", name=op.f("uq_rendering_document_id")),
    )
    _index("rendering", "document_id")


def _timer() -> None:
    op.create_table(
        "timer",
        _key(),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        _text("zone"),
        _number("customer_id"),
        _number("contract_line_id"),
        _number("service_id"),
        *_texts("note tags"),
        sa.CheckConstraint("id = 1", name=op.f("ck_timer_one_timer")),
        _fk("timer", "contract_line_id", "contract_line", "RESTRICT"),
        _fk("timer", "customer_id", "customer", "RESTRICT"),
        _fk("timer", "service_id", "service", "RESTRICT"),
        _pk("timer"),
    )
    _index("timer", "contract_line_id")
    _index("timer", "customer_id")
    _index("timer", "service_id")


def _ledger_row() -> None:
    op.create_table(
        "ledger_row",
        _key(),
        sa.Column("invoice_line_id", sa.BigInteger(), nullable=False),
        sa.Column("contract_line_id", sa.BigInteger(), nullable=False),
        _date("whole_start"),
        _date("whole_end"),
        _date("used_start"),
        _date("used_end"),
        _whole("calculated_minor", 0),
        _fk("ledger_row", "contract_line_id", "contract_line", "RESTRICT"),
        _fk("ledger_row", "invoice_line_id", "invoice_line", "CASCADE"),
        _pk("ledger_row"),
    )
    _index("ledger_row", "contract_line_id")
    _index("ledger_row", "invoice_line_id")


def _time_entry() -> None:
    op.create_table(
        "time_entry",
        _key(),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        _whole("version", 1),
        _number("customer_id"),
        _number("contract_line_id"),
        _number("service_id"),
        _date("day"),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        _text("zone"),
        _whole("minutes", 0),
        _whole("billed_minutes", 0),
        _flag("billable"),
        *_texts("note tags"),
        _number("invoice_line_id"),
        _flag("locked"),
        sa.CheckConstraint("billed_minutes >= 0", name=op.f("ck_time_entry_billed_minutes")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_time_entry_minutes")),
        _fk("time_entry", "contract_line_id", "contract_line", "RESTRICT"),
        _fk("time_entry", "customer_id", "customer", "RESTRICT"),
        _fk("time_entry", "invoice_line_id", "invoice_line", "SET NULL"),
        _fk("time_entry", "service_id", "service", "RESTRICT"),
        _pk("time_entry"),
        sa.UniqueConstraint("uuid", name=op.f("uq_time_entry_uuid")),
    )
    _index("time_entry", "contract_line_id")
    _index("time_entry", "customer_id")
    _index("time_entry", "day")
    _index("time_entry", "invoice_line_id")
    _index("time_entry", "service_id")

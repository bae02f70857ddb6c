"""Payments and what they settle, for lists. Amounts are minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, func, literal, select, union_all

from msspdesk.db.tables import allocation, bank_account, customer, invoice, payment


@dataclass(frozen=True, slots=True)
class Settlement:
    """Part of a payment (`payment_id`) or of a credit note (`credit_id`) on an invoice.

    One of a credit note on itself is money paid back.
    """

    id: int
    payment_id: int | None
    credit_id: int | None
    invoice_id: int
    day: date
    amount_minor: int
    reference: str


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice that is not settled; `open_minor` is what is still to be paid."""

    id: int
    number: str
    open_minor: int


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment; `rest_minor` is what of it settles no invoice yet."""

    id: int
    version: int
    customer_id: int
    customer: str
    day: date
    amount_minor: int
    currency: str
    account: str
    reference: str
    rest_minor: int


_SETTLED: Final = (
    *(allocation.c[name] for name in ("id", "payment_id", "credit_id", "invoice_id")),
    *(allocation.c[name] for name in ("day", "amount_minor")),
)


def settlements(connection: Connection, invoice_id: int) -> list[Settlement]:
    """What settles an invoice, and what became of a credit note, oldest first.

    The reference is the number of the other document where there is one.
    """
    a = allocation.c
    paid = (
        select(*_SETTLED, payment.c.reference)
        .join(payment, payment.c.id == a.payment_id)
        .where(a.invoice_id == invoice_id)
    )
    credited = (
        select(*_SETTLED, invoice.c.number)
        .join(invoice, invoice.c.id == a.credit_id)
        .where(a.invoice_id == invoice_id)
    )
    offset = (
        select(*_SETTLED, invoice.c.number)
        .join(invoice, invoice.c.id == a.invoice_id)
        .where(a.credit_id == invoice_id, a.invoice_id != invoice_id)
    )
    every = union_all(paid, credited, offset).subquery()
    rows = connection.execute(select(every).order_by(every.c.day, every.c.id))
    return [Settlement(*row) for row in rows]


def open_invoices(connection: Connection, customer_id: int, currency: str) -> list[OpenInvoice]:
    """Issued invoices that nobody cancelled and that are not paid, the oldest first."""
    turned = invoice.alias("turned")
    taken = (
        select(func.coalesce(func.sum(allocation.c.amount_minor), literal(0)))
        .where(allocation.c.invoice_id == invoice.c.id)
        .scalar_subquery()
    )
    cancelled = select(turned.c.id).where(
        turned.c.corrects_id == invoice.c.id, turned.c.number.is_not(None)
    )
    query = (
        select(invoice.c.id, invoice.c.number, invoice.c.payable_minor - taken)
        .where(
            invoice.c.customer_id == customer_id,
            invoice.c.currency == currency,
            invoice.c.kind == "invoice",
            invoice.c.number.is_not(None),
            invoice.c.payable_minor > taken,
            ~cancelled.exists(),
        )
        .order_by(invoice.c.issue_date, invoice.c.id)
    )
    return [OpenInvoice(*row) for row in connection.execute(query)]


def given(connection: Connection, credit_id: int) -> int:
    """What of a credit note was set against invoices or paid back."""
    total = select(func.coalesce(func.sum(allocation.c.amount_minor), 0)).where(
        allocation.c.credit_id == credit_id
    )
    return int(connection.execute(total).scalar_one())


def settled(connection: Connection, invoice_id: int) -> int:
    """What payments and credit notes settle of an invoice."""
    total = select(func.coalesce(func.sum(allocation.c.amount_minor), 0)).where(
        allocation.c.invoice_id == invoice_id
    )
    return int(connection.execute(total).scalar_one())


def payment_rows(connection: Connection, customer_id: int | None = None) -> list[PaymentRow]:
    """Payments, the newest first."""
    p = payment.c
    used = (
        select(func.coalesce(func.sum(allocation.c.amount_minor), literal(0)))
        .where(allocation.c.payment_id == p.id)
        .scalar_subquery()
    )
    query: Select[Any] = (
        select(
            p.id,
            p.version,
            p.customer_id,
            customer.c.name,
            p.day,
            p.amount_minor,
            p.currency,
            func.coalesce(bank_account.c.name, ""),
            p.reference,
            p.amount_minor - used,
        )
        .join(customer, customer.c.id == p.customer_id)
        .outerjoin(bank_account, bank_account.c.id == p.account_id)
        .order_by(p.day.desc(), p.id.desc())
    )
    if customer_id is not None:
        query = query.where(p.customer_id == customer_id)
    return [PaymentRow(*row) for row in connection.execute(query)]

"""Payments and what they settle, for lists. Amounts are minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select, union_all

from msspdesk.db.tables import allocation, bank_account, customer, invoice, payment


@dataclass(frozen=True, slots=True)
class Settlement:
    """Part of a payment (`payment_id`) or of a credit note (`credit_id`) on an invoice."""

    id: int
    payment_id: int | None
    credit_id: int | None
    day: date
    amount_minor: int
    reference: str


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


def settlements(connection: Connection, invoice_id: int) -> list[Settlement]:
    """What settles an invoice, oldest first. A credit note is named by its number."""
    a = allocation.c
    paid = (
        select(a.id, a.payment_id, a.credit_id, a.day, a.amount_minor, payment.c.reference)
        .join(payment, payment.c.id == a.payment_id)
        .where(a.invoice_id == invoice_id)
    )
    credited = (
        select(a.id, a.payment_id, a.credit_id, a.day, a.amount_minor, invoice.c.number)
        .join(invoice, invoice.c.id == a.credit_id)
        .where(a.invoice_id == invoice_id)
    )
    both = union_all(paid, credited).subquery()
    rows = connection.execute(select(both).order_by(both.c.day, both.c.id))
    return [Settlement(*row) for row in rows]


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

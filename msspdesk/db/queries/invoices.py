"""Rows of drafts, invoices and credit notes for lists; what is open is derived here.

`settled` is what payments and credit notes settle of an invoice; of a credit
note it is what was set against invoices. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select

from msspdesk.db.tables import allocation, contact, customer, invoice, invoice_line


@dataclass(frozen=True, slots=True)
class InvoiceRecord:
    """One document with what was settled of it and who cancelled it."""

    id: int
    version: int
    kind: str
    number: str | None
    customer_id: int
    customer: str
    currency: str
    issue_date: date | None
    due_date: date | None
    net_minor: int
    tax_minor: int
    gross_minor: int
    payable_minor: int
    settled_minor: int
    line_total_minor: int
    stale: bool
    cancelled_by: str | None
    email: str


def records(
    connection: Connection,
    *,
    ids: Collection[int] | None = None,
    customer_id: int | None = None,
    text: str = "",
) -> list[InvoiceRecord]:
    """Documents: drafts first, then the newest numbers. `text` is looked for in
    number, customer and order number, without regard to case.
    """
    query = _query()
    if ids is not None:
        query = query.where(invoice.c.id.in_(ids))
    if customer_id is not None:
        query = query.where(invoice.c.customer_id == customer_id)
    for word in text.split():
        query = query.where(_contains(word))
    order = (invoice.c.number.is_not(None), invoice.c.issue_date.desc(), invoice.c.id.desc())
    return [InvoiceRecord(*row) for row in connection.execute(query.order_by(*order))]


def _contains(word: str) -> ColumnElement[bool]:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    columns = (invoice.c.number, customer.c.name, invoice.c.po_number)
    return or_(*(each.ilike(f"%{escaped}%", escape="\\") for each in columns))


def _query() -> Select[Any]:
    i = invoice.c
    is_credit = i.kind == "credit_note"
    taken = select(func.coalesce(func.sum(allocation.c.amount_minor), 0))
    settled = case(
        (is_credit, taken.where(allocation.c.credit_id == i.id).scalar_subquery()),
        else_=taken.where(allocation.c.invoice_id == i.id).scalar_subquery(),
    )
    lines = select(func.coalesce(func.sum(invoice_line.c.amount_minor), 0)).where(
        invoice_line.c.invoice_id == i.id
    )
    turned = invoice.alias("turned")
    cancelled = select(func.min(turned.c.number)).where(
        turned.c.corrects_id == i.id, turned.c.number.is_not(None)
    )
    email = (
        select(contact.c.email)
        .where(contact.c.customer_id == i.customer_id, contact.c.gets_invoices.is_(True))
        .order_by(contact.c.position)
        .limit(1)
    )
    return select(
        i.id,
        i.version,
        i.kind,
        i.number,
        i.customer_id,
        customer.c.name,
        i.currency,
        i.issue_date,
        i.due_date,
        i.net_minor,
        i.tax_minor,
        i.gross_minor,
        i.payable_minor,
        settled,
        lines.scalar_subquery(),
        i.stale,
        cancelled.scalar_subquery(),
        func.coalesce(email.scalar_subquery(), ""),
    ).join(customer, customer.c.id == i.customer_id)

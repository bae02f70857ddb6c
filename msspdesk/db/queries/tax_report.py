"""Issued documents as far as tax goes, for the report. Minor units, as sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select, union_all

from msspdesk.db.tables import (
    allocation,
    customer,
    invoice,
    invoice_line,
    invoice_tax,
    issued_document,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TaxRowRecord:
    """One sealed tax row; positive on a credit note as well. Rate in 10**-6 percent."""

    tax: str
    jurisdiction: str
    category: str
    rate_micro: int
    base_minor: int
    amount_minor: int
    reason: str
    reason_code: str


@dataclass(frozen=True, slots=True)
class IssuedRecord:
    """A document with its tax rows. `service_end` is the day after the last service;
    `money` are payments and credits set against it, in order (against others, if it
    is a credit note). `country` and `vat_id` are the customer's as sealed. Where the
    tax was sealed in another currency too, `tax_currency`, `rate` (of one unit) and
    `converted` (base and tax of each row) say so. `prepaid_minor` came before the
    invoice, on `paid_on` where that is known; `payable_minor` is without it.
    """

    id: int
    number: str
    kind: str
    issue_date: date
    service_end: date | None
    currency: str
    gross_minor: int
    tax_minor: int
    payable_minor: int
    customer: str
    country: str
    vat_id: str
    rows: tuple[TaxRowRecord, ...]
    money: tuple[tuple[date, int], ...]
    tax_currency: str = ""
    rate: Decimal | None = None
    converted: tuple[tuple[int, int], ...] = ()
    prepaid_minor: int = 0
    paid_on: date | None = None


def issued(connection: Connection) -> list[IssuedRecord]:
    """Every issued document in the order in which they were sealed."""
    last = (
        select(invoice_line.c.invoice_id, func.max(invoice_line.c.period_end).label("service_end"))
        .group_by(invoice_line.c.invoice_id)
        .subquery()
    )
    i, d = invoice.c, issued_document.c
    query = (
        select(
            i.id,
            i.number,
            i.kind,
            i.issue_date,
            last.c.service_end,
            i.currency,
            i.gross_minor,
            i.tax_minor,
            i.payable_minor,
            i.prepaid_minor,
            i.paid_on,
            customer.c.name,
            d.snapshot,
        )
        .join(issued_document, d.invoice_id == i.id)
        .join(customer, customer.c.id == i.customer_id)
        .outerjoin(last, last.c.invoice_id == i.id)
        .order_by(d.sequence)
    )
    taxes, money = _taxes(connection), _money(connection)
    return [_record(row, taxes, money) for row in connection.execute(query)]


def _record(
    row: Any,
    taxes: dict[int, list[TaxRowRecord]],
    money: dict[int, list[tuple[date, int]]],
) -> IssuedRecord:
    facts = json.loads(row.snapshot)
    buyer, exchange = facts["buyer"], facts.get("exchange") or {}
    return IssuedRecord(
        id=row.id,
        number=row.number,
        kind=row.kind,
        issue_date=row.issue_date,
        service_end=row.service_end,
        currency=row.currency,
        gross_minor=row.gross_minor,
        tax_minor=row.tax_minor,
        payable_minor=row.payable_minor,
        customer=buyer.get("name", row.name),
        country=buyer.get("country", ""),
        vat_id=buyer.get("vat_id", ""),
        rows=tuple(taxes.get(row.id, ())),
        money=tuple(money.get(row.id, ())),
        tax_currency=exchange.get("currency", ""),
        rate=Decimal(exchange["rate"]) if exchange else None,
        converted=tuple(
            (each["base_minor"], each["amount_minor"]) for each in exchange.get("rows", ())
        ),
        prepaid_minor=row.prepaid_minor,
        paid_on=row.paid_on,
    )


def _taxes(connection: Connection) -> dict[int, list[TaxRowRecord]]:
    t = invoice_tax.c
    query = select(
        t.invoice_id,
        t.tax,
        t.jurisdiction,
        t.category,
        t.rate_micro,
        t.base_minor,
        t.amount_minor,
        t.reason,
        t.reason_code,
    ).order_by(t.invoice_id, t.position)
    return _grouped((row[0], TaxRowRecord(*row[1:])) for row in connection.execute(query))


def _money(connection: Connection) -> dict[int, list[tuple[date, int]]]:
    """What settles an invoice, and what a credit note settles of others or gives back."""
    a = allocation.c
    both = union_all(
        select(a.id, a.invoice_id.label("document"), a.day, a.amount_minor).where(
            a.credit_id.is_(None) | (a.credit_id != a.invoice_id)
        ),
        select(a.id, a.credit_id, a.day, a.amount_minor).where(a.credit_id.is_not(None)),
    ).subquery()
    query = select(both.c.document, both.c.day, both.c.amount_minor).order_by(both.c.day, both.c.id)
    return _grouped((row[0], (row[1], row[2])) for row in connection.execute(query))


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found

"""What was billed, received and worked, as numbers for a month."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, and_, func, or_, select

from msspdesk.db.tables import (
    customer,
    invoice,
    invoice_line,
    issued_document,
    payment,
    time_entry,
)
from msspdesk.domain.invoices import InvoiceKind


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of a draft or issued document, in minor units, negative on a credit note.

    `document_net` and `lines_net` say what a discount on the document, tax inside its
    prices and money for the fund of a profession leave of the lines; of a draft they are
    equal, and `inclusive` says that there is still tax in them. The period is half open.
    """

    customer_id: int
    contract_line_id: int | None
    currency: str
    amount: int
    document_net: int
    lines_net: int
    period_start: date | None
    period_end: date | None
    issue_date: date | None
    tax_class: str = ""
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class WorkedTime:
    """Real minutes of a day with the same customer, line and billing.

    `entry_id` is the first of the entries.
    """

    day: date
    customer_id: int | None
    contract_line_id: int | None
    service_id: int | None
    billable: bool
    billed: bool
    minutes: int
    entry_id: int


_i: Final = invoice.c
_l: Final = invoice_line.c
_t: Final = time_entry.c


def billed_lines(
    connection: Connection,
    first: date,
    end: date,
    customer_id: int | None = None,
    *,
    undated_drafts: bool,
) -> Iterator[BilledLine]:
    """Lines served between two days (the second not included), or issued then if undated."""
    other = invoice_line.alias()
    lines_net = (
        select(func.sum(other.c.amount_minor)).where(other.c.invoice_id == _i.id).scalar_subquery()
    )
    served = and_(_l.period_start < end, _l.period_end > first)
    undated = _l.period_start.is_(None) | _l.period_end.is_(None)
    billed = and_(_i.issue_date >= first, _i.issue_date < end)
    if undated_drafts:
        billed = or_(_i.number.is_(None), billed)
    query = (
        select(
            *(_i.customer_id, _l.contract_line_id, _i.currency, _i.kind, _i.number),
            *(_l.amount_minor, _i.net_minor, lines_net),
            *(_l.period_start, _l.period_end, _i.issue_date),
            *(_l.tax_class, _i.price_mode, _i.id),
        )
        .join(invoice_line, _l.invoice_id == _i.id)
        .where(or_(served, and_(undated, billed)))
    )
    if customer_id is not None:
        query = query.where(_i.customer_id == customer_id)
    funds = _funds(connection)
    for row in connection.execute(query):
        key, line, currency, kind, number, amount, net, lines, *period, issued = row[:11]
        tax_class, price_mode, invoice_id = row[11:]
        sign = -1 if kind == InvoiceKind.CREDIT_NOTE.value else 1
        yield BilledLine(
            customer_id=key,
            contract_line_id=line,
            currency=currency,
            amount=sign * amount,
            document_net=lines if number is None else net - funds.get(invoice_id, 0),
            lines_net=lines,
            period_start=period[0],
            period_end=period[1],
            issue_date=issued,
            tax_class=tax_class,
            inclusive=number is None and price_mode == "inclusive",
        )


def _funds(connection: Connection) -> dict[int, int]:
    """What issued documents ask for the fund of a profession; few businesses have one."""
    query = (
        select(_i.id, issued_document.c.snapshot)
        .join(issued_document, issued_document.c.invoice_id == _i.id)
        .where(_i.fund_percent_micro > 0)
    )
    facts = ((key, json.loads(content)) for key, content in connection.execute(query))
    return {key: each["fund"]["amount_minor"] for key, each in facts if each.get("fund")}


def worked(
    connection: Connection, first: date, end: date, customer_id: int | None = None
) -> list[WorkedTime]:
    """Minutes worked between two days (the second not included), oldest day first."""
    billed = _t.invoice_line_id.is_not(None)
    group = (_t.day, _t.customer_id, _t.contract_line_id, _t.service_id, _t.billable, billed)
    query = (
        select(*group, func.sum(_t.minutes), func.min(_t.id))
        .where(_t.day >= first, _t.day < end)
        .group_by(*group)
        .order_by(_t.day)
    )
    if customer_id is not None:
        query = query.where(_t.customer_id == customer_id)
    return [WorkedTime(*row) for row in connection.execute(query)]


def received(connection: Connection, first: date, end: date) -> dict[str, int]:
    """Payments between two days (the second not included) by currency."""
    c = payment.c
    query = (
        select(c.currency, func.sum(c.amount_minor))
        .where(c.day >= first, c.day < end)
        .group_by(c.currency)
    )
    found: defaultdict[str, int] = defaultdict(int)
    for currency, amount in connection.execute(query):
        found[currency] += amount
    return dict(found)


def names(connection: Connection) -> dict[int, tuple[str, str]]:
    """Name and currency of every customer."""
    c = customer.c
    rows = connection.execute(select(c.id, c.name, c.currency))
    return {key: (name, currency) for key, name, currency in rows}

"""What was invoiced to consumers, line by line's class and place, for the EU threshold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, func, select

from msspdesk.db.queries.places import place_of_line
from msspdesk.db.tables import customer, invoice, invoice_line, site


@dataclass(frozen=True, slots=True)
class SoldToConsumers:
    """Lines of one issued document at one place. Minor units.

    `net_minor` is the whole document without tax, below zero on a credit note;
    `lines_minor` are all its lines, `counted_minor` those of the wanted classes;
    `exchange` is the document's rate to another currency, empty where it has none.
    """

    invoice_id: int
    issue_date: date
    currency: str
    country: str
    net_minor: int
    lines_minor: int
    counted_minor: int
    exchange: Mapping[str, str]


def sold_to_consumers(
    connection: Connection, first: date, last: date, classes: Collection[str]
) -> list[SoldToConsumers]:
    """Documents issued from `first` to `last` with lines of these classes, both days inside."""
    sign: Any = case((invoice.c.kind == "credit_note", -1), else_=1)
    line = invoice_line.alias("every")
    whole = (
        select(func.sum(line.c.amount_minor))
        .where(line.c.invoice_id == invoice.c.id)
        .correlate(invoice)
        .scalar_subquery()
    )
    query: Any = (
        select(
            invoice.c.id,
            invoice.c.issue_date,
            invoice.c.currency,
            site.c.country,
            sign * invoice.c.net_minor,
            whole,
            func.sum(invoice_line.c.amount_minor),
            invoice.c.exchange,
        )
        .select_from(customer)
        .join(invoice, invoice.c.customer_id == customer.c.id)
        .join(invoice_line, invoice_line.c.invoice_id == invoice.c.id)
        .join(site, place_of_line())
        .where(
            customer.c.status == "consumer",
            invoice.c.number.is_not(None),
            invoice.c.issue_date.between(first, last),
            invoice_line.c.tax_class.in_(sorted(classes)),
        )
        .group_by(invoice.c.id, site.c.country)
        .order_by(invoice.c.id, site.c.country)
    )
    return [SoldToConsumers(*row) for row in connection.execute(query)]

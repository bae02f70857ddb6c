"""What was sold where, for thresholds of registering; and rows used that nobody checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, func, select

from msspdesk.db.queries.places import place_of_line
from msspdesk.db.tables import (
    customer,
    customer_certificate,
    invoice,
    invoice_line,
    invoice_tax,
    site,
)


@dataclass(frozen=True, slots=True)
class Sold:
    """Net sales of one class to one place within a span. Credit notes count below zero."""

    country: str
    region: str
    status: str
    tax_class: str
    currency: str
    net_minor: int
    documents: int


@dataclass(frozen=True, slots=True)
class Unverified:
    """A sealed tax row whose source nobody checked in a document."""

    invoice_id: int
    number: str
    customer: str
    source: str


def sold(connection: Connection, first: date, last: date) -> list[Sold]:
    """What was invoiced from `first` to `last` by place of the customer, both days inside."""
    sign = case((invoice.c.kind == "credit_note", -1), else_=1)
    place = (site.c.country, site.c.region, customer.c.status, invoice_line.c.tax_class)
    query: Any = (
        select(
            *place,
            invoice.c.currency,
            func.sum(sign * invoice_line.c.amount_minor),
            func.count(invoice.c.id.distinct()),
        )
        .select_from(invoice_line)
        .join(invoice, invoice.c.id == invoice_line.c.invoice_id)
        .join(customer, customer.c.id == invoice.c.customer_id)
        .join(site, place_of_line())
        .where(invoice.c.number.is_not(None), invoice.c.issue_date.between(first, last))
        .group_by(*place, invoice.c.currency)
        .order_by(*place, invoice.c.currency)
    )
    return [Sold(*row) for row in connection.execute(query)]


def with_certificates(connection: Connection) -> list[int]:
    """Customers in use that handed in a certificate, by name."""
    own = customer_certificate.c.customer_id == customer.c.id
    query = (
        select(customer.c.id)
        .where(~customer.c.archived, select(customer_certificate.c.id).where(own).exists())
        .order_by(customer.c.name, customer.c.id)
    )
    return list(connection.execute(query).scalars())


def unverified(connection: Connection, first: date) -> list[Unverified]:
    """Rows of documents issued since `first` that stood on a source marked `known`."""
    confidence = invoice_tax.c.explanation["confidence"].as_string()
    query = (
        select(invoice.c.id, invoice.c.number, customer.c.name, invoice_tax.c.source)
        .join(invoice, invoice.c.id == invoice_tax.c.invoice_id)
        .join(customer, customer.c.id == invoice.c.customer_id)
        .where(confidence == "known", invoice.c.issue_date >= first)
        .order_by(customer.c.name, invoice.c.id, invoice_tax.c.position)
    )
    return [Unverified(*row) for row in connection.execute(query)]

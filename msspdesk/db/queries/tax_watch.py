"""What was sold where, for thresholds of registering; and rows used that nobody checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, func, select

from msspdesk.db.queries.places import place_of_line
from msspdesk.db.tables import (
    customer,
    customer_certificate,
    invoice,
    invoice_line,
    invoice_tax,
    site,
)
from msspdesk.domain.money import round_exact


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
    """What was invoiced from `first` to `last` by place of the customer, both days inside.

    A discount on a document, and tax inside its prices, are shared by its lines.
    """
    place = (site.c.country, site.c.region, customer.c.status, invoice_line.c.tax_class)
    line = invoice_line.alias("every")
    whole = (
        select(func.sum(line.c.amount_minor))
        .where(line.c.invoice_id == invoice.c.id)
        .correlate(invoice)
        .scalar_subquery()
    )
    amounts = (func.sum(invoice_line.c.amount_minor), invoice.c.net_minor, whole)
    query: Any = (
        select(*place, invoice.c.currency, invoice.c.kind, *amounts)
        .select_from(invoice_line)
        .join(invoice, invoice.c.id == invoice_line.c.invoice_id)
        .join(customer, customer.c.id == invoice.c.customer_id)
        .join(site, place_of_line())
        .where(invoice.c.number.is_not(None), invoice.c.issue_date.between(first, last))
        .group_by(*place, invoice.c.currency, invoice.c.id)
        .order_by(*place, invoice.c.currency)
    )
    found: dict[tuple[str, str, str, str, str], list[Fraction]] = {}
    for row in connection.execute(query):
        kind, amount, net, lines = row[5:]
        sign = -1 if kind == "credit_note" else 1
        share = Fraction(net, lines) if lines else Fraction(1)
        found.setdefault((row[0], row[1], row[2], row[3], row[4]), []).append(sign * amount * share)
    return [Sold(*key, round_exact(sum(own, Fraction(0))), len(own)) for key, own in found.items()]


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

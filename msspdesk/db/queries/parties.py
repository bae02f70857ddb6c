"""Customers and services as rows for lists and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, func, select

from msspdesk.db.queries.rates import line_label
from msspdesk.db.tables import (
    allocation,
    contract,
    contract_line,
    count,
    customer,
    invoice,
    line_terms,
    service,
    site,
)
from msspdesk.domain.invoices import InvoiceKind
from msspdesk.domain.money import from_micro


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer in the list, with the place of the first site."""

    id: int
    version: int
    name: str
    short: str
    city: str
    country: str
    currency: str
    archived: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service of the catalogue. `price` is in the seller's currency."""

    id: int
    version: int
    code: str
    name: str
    name_de: str
    description: str
    unit: str
    price: Decimal | None
    tax_class: str
    archived: bool


@dataclass(frozen=True, slots=True)
class PromisedLine:
    """A contract line on the customer's page. `terms` hold from `valid_from` on."""

    id: int
    contract_id: int
    contract: str
    label: str
    count_kind: str
    cadence_months: int
    timing: str
    start: date
    end: date | None
    valid_from: date
    model: str
    model_version: int
    terms: dict[str, object] = field(hash=False)


@dataclass(frozen=True, slots=True)
class CountRow:
    """The newest count of a kind at a site, and the one before it."""

    kind: str
    site_id: int | None
    day: date
    quantity: Decimal
    previous: Decimal | None


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An issued invoice that is not settled. Minor units of its currency."""

    id: int
    customer_id: int
    customer: str
    number: str
    issue_date: date
    due_date: date
    currency: str
    payable_minor: int
    open_minor: int


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft: the net of its lines in minor units."""

    id: int
    customer_id: int
    customer: str
    kind: str
    currency: str
    stale: bool


def customer_rows(connection: Connection, *, archived: bool) -> list[CustomerRow]:
    """Customers by name; archived ones only where asked for."""
    place = site.alias()
    first_site = (
        select(place.c.id)
        .where(place.c.customer_id == customer.c.id)
        .order_by(place.c.position, place.c.id)
        .limit(1)
        .scalar_subquery()
    )
    c = customer.c
    query = (
        select(
            *(c.id, c.version, c.name, c.short),
            func.coalesce(site.c.city, ""),
            func.coalesce(site.c.country, ""),
            *(c.currency, c.archived),
        )
        .select_from(customer)
        .join(site, site.c.id == first_site, isouter=True)
        .order_by(func.lower(c.name), c.id)
    )
    if not archived:
        query = query.where(~c.archived)
    return [CustomerRow(*row) for row in connection.execute(query)]


def service_rows(connection: Connection, *, archived: bool) -> list[ServiceRow]:
    """The catalogue by name."""
    c = service.c
    query = select(
        *(c.id, c.version, c.code, c.name, c.name_de, c.description, c.unit),
        *(c.price_micro, c.tax_class, c.archived),
    ).order_by(func.lower(c.name), c.id)
    if not archived:
        query = query.where(~c.archived)
    return [_service(list(row)) for row in connection.execute(query)]


def _service(values: list[Any]) -> ServiceRow:
    values[7] = None if values[7] is None else from_micro(values[7])
    return ServiceRow(*values)


def promised_lines(connection: Connection, customer_id: int, day: date) -> list[PromisedLine]:
    """The lines of a customer's contracts with the terms that hold on `day`."""
    c, t = contract_line.c, line_terms.c
    newest = (
        select(func.max(t.valid_from)).where(t.line_id == c.id, t.valid_from <= day)
    ).scalar_subquery()
    oldest = select(func.min(t.valid_from)).where(t.line_id == c.id).scalar_subquery()
    query = (
        select(
            *(c.id, c.contract_id, contract.c.title, line_label(), c.count_kind),
            *(c.cadence_months, c.timing, c.start, c.end),
            *(t.valid_from, t.model, t.model_version, t.terms),
        )
        .join(contract, contract.c.id == c.contract_id)
        .join(service, service.c.id == c.service_id)
        .join(line_terms, (t.line_id == c.id) & (t.valid_from == func.coalesce(newest, oldest)))
        .where(contract.c.customer_id == customer_id, ~contract.c.archived)
        .order_by(contract.c.start, contract.c.id, c.position, c.id)
    )
    return [PromisedLine(*list[Any](row)) for row in connection.execute(query)]


def newest_counts(connection: Connection, customer_id: int, day: date) -> list[CountRow]:
    """What was counted last on or before `day`, kind by kind and site by site."""
    c = count.c
    query = (
        select(c.kind, c.site_id, c.day, c.quantity_micro)
        .where(c.customer_id == customer_id, c.day <= day)
        .order_by(c.kind, c.site_id, c.day.desc(), c.id.desc())
    )
    found: dict[tuple[str, int | None], list[tuple[date, Decimal]]] = {}
    for kind, site_id, on, micro in connection.execute(query):
        found.setdefault((kind, site_id), []).append((on, from_micro(micro)))
    return [
        CountRow(kind, site_id, *each[0], each[1][1] if len(each) > 1 else None)
        for (kind, site_id), each in found.items()
    ]


def open_invoices(connection: Connection, customer_id: int | None = None) -> list[OpenInvoice]:
    """Issued invoices with something left to pay, oldest due date first."""
    c = invoice.c
    settled = (
        select(func.coalesce(func.sum(allocation.c.amount_minor), 0))
        .where(allocation.c.invoice_id == c.id)
        .scalar_subquery()
    )
    query = (
        select(
            *(c.id, c.customer_id, customer.c.name, c.number, c.issue_date, c.due_date),
            *(c.currency, c.payable_minor, c.payable_minor - settled),
        )
        .join(customer, customer.c.id == c.customer_id)
        .where(c.number.is_not(None), c.kind == InvoiceKind.INVOICE.value)
        .where(c.payable_minor > settled)
        .order_by(c.due_date, c.id)
    )
    return [OpenInvoice(*row) for row in connection.execute(_of(query, customer_id))]


def drafts(connection: Connection, customer_id: int | None = None) -> list[DraftRow]:
    """Drafts, oldest first."""
    c = invoice.c
    query = (
        select(c.id, c.customer_id, customer.c.name, c.kind, c.currency, c.stale)
        .join(customer, customer.c.id == c.customer_id)
        .where(c.number.is_(None))
        .order_by(c.id)
    )
    return [DraftRow(*row) for row in connection.execute(_of(query, customer_id))]


def _of(query: Select[Any], customer_id: int | None) -> Select[Any]:
    return query if customer_id is None else query.where(invoice.c.customer_id == customer_id)


def shorts(connection: Connection, except_id: int | None = None) -> Iterator[str]:
    """The words that stand for customers, in small letters."""
    query = select(customer.c.id, customer.c.short)
    for key, short in connection.execute(query):
        if key != except_id:
            yield short.casefold()


def codes(connection: Connection, except_id: int | None = None) -> Iterator[str]:
    """The codes of services, in small letters."""
    for key, code in connection.execute(select(service.c.id, service.c.code)):
        if key != except_id:
            yield code.casefold()

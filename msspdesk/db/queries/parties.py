"""Customers and services as rows for lists and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from msspdesk.db.tables import contract, customer, seller, service, site, time_entry
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
class Unfinished:
    """What nobody bills while a customer is in the archive: running contracts, minutes."""

    contracts: int
    minutes: int


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


def seller_name(connection: Connection) -> str:
    """The name of the business, empty while there is none."""
    return connection.scalar(select(seller.c.name)) or ""


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


def unfinished(connection: Connection, customer_id: int, today: date) -> Unfinished:
    """Contracts of a customer that have not ended, and billable time on no invoice."""
    running = select(func.count()).where(
        contract.c.customer_id == customer_id,
        ~contract.c.archived,
        contract.c.end.is_(None) | (contract.c.end > today),
    )
    entry = time_entry.c
    waiting = select(func.coalesce(func.sum(entry.billed_minutes), 0)).where(
        entry.customer_id == customer_id, entry.billable, entry.invoice_line_id.is_(None)
    )
    return Unfinished(connection.scalar(running) or 0, connection.scalar(waiting) or 0)


@dataclass(frozen=True, slots=True)
class ArchivedTime:
    """Billable minutes on no invoice, of a customer in the archive."""

    customer_id: int
    customer: str
    minutes: int


def archived_time(connection: Connection) -> list[ArchivedTime]:
    """Customers in the archive with work that nobody billed, by name."""
    entry = time_entry.c
    minutes: Any = func.sum(entry.billed_minutes)
    query = (
        select(customer.c.id, customer.c.name, minutes)
        .join(time_entry, entry.customer_id == customer.c.id)
        .where(customer.c.archived, entry.billable, entry.invoice_line_id.is_(None))
        .group_by(customer.c.id)
        .having(minutes > 0)
        .order_by(customer.c.name, customer.c.id)
    )
    return [ArchivedTime(*row) for row in connection.execute(query)]

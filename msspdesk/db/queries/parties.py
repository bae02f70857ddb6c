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
class WaitingTime:
    """Billable minutes of a day on no invoice."""

    customer_id: int
    contract_line_id: int | None
    day: date
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
    item_code: str
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
        *(c.price_micro, c.tax_class, c.item_code, c.archived),
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


def running_contracts(connection: Connection, customer_id: int, today: date) -> int:
    """How many contracts of a customer have not ended."""
    query = select(func.count()).where(
        contract.c.customer_id == customer_id,
        ~contract.c.archived,
        contract.c.end.is_(None) | (contract.c.end > today),
    )
    return connection.scalar(query) or 0


def waiting_time(connection: Connection, customer_id: int | None = None) -> list[WaitingTime]:
    """Billable time on no invoice, of one customer, or of all that are in the archive."""
    entry = time_entry.c
    group = (entry.customer_id, entry.contract_line_id, entry.day)
    query = (
        select(*group, func.sum(entry.billed_minutes))
        .join(customer, customer.c.id == entry.customer_id)
        .where(entry.billable, entry.invoice_line_id.is_(None))
        .group_by(*group)
        .order_by(*group)
    )
    wanted = customer.c.archived if customer_id is None else customer.c.id == customer_id
    return [WaitingTime(*row) for row in connection.execute(query.where(wanted))]

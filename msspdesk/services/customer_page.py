"""Everything about one customer on one page: who, what was agreed, hours and money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar

from msspdesk.db.book import Book
from msspdesk.db.queries.contracts import ContractPage
from msspdesk.db.queries.counts import CountView
from msspdesk.domain.customers import Customer
from msspdesk.services import contracts, counts, earnings, invoices
from msspdesk.services.earnings import MonthFigures
from msspdesk.services.invoices import InvoiceFilter, InvoiceRow, State

_WAITING: Final = frozenset({State.DRAFT, State.OPEN, State.PART_PAID, State.OVERDUE})


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A place of the customer; the first one stands in the address window."""

    id: int
    position: int
    name: str
    street: str
    street2: str
    postcode: str
    city: str
    county: str
    region: str
    country: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at the customer."""

    id: int
    position: int
    name: str
    email: str
    phone: str
    gets_invoices: bool


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What is known of a customer, with the `version` of it."""

    id: int
    version: int
    name: str
    short: str
    status: str
    evidence: str
    vat_id: str
    vat_id_checked_on: str
    tax_number: str
    currency: str
    language: str
    terms_days: int
    buyer_reference: str
    po_number: str
    hourly_rate: Decimal | None
    decimal_hours: bool
    notes: str
    archived: bool
    sites: tuple[SiteRow, ...]
    contacts: tuple[ContactRow, ...]


@dataclass(frozen=True, slots=True)
class CustomerPage(CustomerFacts):
    """The facts, and what was agreed, done and billed.

    `month` and `previous` are the figures of this month and the last one, None
    when nothing happened; `waiting` are drafts and invoices not paid yet.
    """

    contracts: tuple[ContractPage, ...]
    counts: tuple[CountView, ...]
    month: MonthFigures | None
    previous: MonthFigures | None
    waiting: tuple[InvoiceRow, ...]


Row = TypeVar("Row")


def facts(book: Book, customer_id: int) -> CustomerFacts:
    """The facts alone, in one quick read. DomainError("not_found")."""
    return CustomerFacts(**_facts(book, customer_id))


def page(book: Book, customer_id: int) -> CustomerPage:
    """The page of a customer. DomainError("not_found")."""
    known = _facts(book, customer_id)
    listed = contracts.rows(book, customer_id=customer_id)
    first = book.today().replace(day=1)
    return CustomerPage(
        **known,
        contracts=tuple(contracts.page(book, each.id) for each in listed if not each.archived),
        counts=tuple(counts.latest(book, customer_id)),
        month=_figures(book, customer_id, known["currency"], 0),
        previous=_figures(book, customer_id, known["currency"], (book.today() - first).days + 1),
        waiting=tuple(invoices.rows(book, InvoiceFilter(states=_WAITING, customer_id=customer_id))),
    )


def sites(book: Book, customer_id: int) -> tuple[SiteRow, ...]:
    """The places of a customer, the billing address first. DomainError("not_found")."""
    return facts(book, customer_id).sites


def _facts(book: Book, customer_id: int) -> dict[str, Any]:
    with book.read() as work:
        row = work.get(Customer, customer_id)
    return {name: getattr(row, name) for name in CustomerFacts.__dataclass_fields__} | {
        "sites": tuple(_copy(SiteRow, each) for each in row.sites),
        "contacts": tuple(_copy(ContactRow, each) for each in row.contacts),
    }


def _figures(book: Book, customer_id: int, currency: str, days_ago: int) -> MonthFigures | None:
    found = earnings.month(book, book.today() - timedelta(days=days_ago), customer_id)
    return next((each for each in found if each.currency == currency), None)


def _copy(kind: type[Row], entity: object) -> Row:
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: getattr(entity, name) for name in names})

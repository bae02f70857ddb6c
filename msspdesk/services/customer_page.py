"""Everything about one customer on one page: who, what was agreed, hours and money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar

from msspdesk.db.book import Book
from msspdesk.db.queries.contracts import ContractPage
from msspdesk.db.queries.counts import CountView
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import Problem
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax import check_vat_id
from msspdesk.domain.tax.checks import check_place
from msspdesk.domain.tax.identifiers import (
    check_gstin_state,
    check_tax_id,
    in_vies,
    is_judged,
    vat_id_country,
)
from msspdesk.services import contracts, counts, earnings, invoices, left_behind
from msspdesk.services.certificates import CertificateRow, certificate_row
from msspdesk.services.earnings import MonthFigures
from msspdesk.services.invoices import InvoiceFilter, InvoiceRow, State
from msspdesk.services.left_behind import Unfinished
from msspdesk.taxdata.loader import load

_WAITING: Final = frozenset({State.DRAFT, State.OPEN, State.PART_PAID, State.OVERDUE})


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A place of the customer; the first one stands in the address window.

    `problems` are what the tax there would still ask, each with its field.
    """

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
    asset_region: str
    sez: bool
    problems: tuple[Problem, ...]


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
class VatIdFormat:
    """What is known of the VAT id as it is written, at the billing address.

    `judged`: whether the format of that country is known here; `in_vies`: whether
    VIES can be asked if it is registered.
    """

    judged: bool
    problem: Problem | None
    in_vies: bool


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What is known of a customer, with the `version` of it.

    `vat_id_check` is "valid", "invalid" or empty: nobody asked the register.
    """

    id: int
    version: int
    name: str
    short: str
    status: str
    evidence: str
    vat_id: str
    vat_id_check: str
    vat_id_checked_on: date | None
    vat_id_checked_by: str
    vat_id_check_note: str
    vat_id_format: VatIdFormat
    tax_number: str
    currency: str
    language: str
    terms_days: int
    buyer_reference: str
    po_number: str
    hourly_rate: Decimal | None
    decimal_hours: bool
    price_mode: str
    notes: str
    archived: bool
    sites: tuple[SiteRow, ...]
    contacts: tuple[ContactRow, ...]
    certificates: tuple[CertificateRow, ...]


@dataclass(frozen=True, slots=True)
class CustomerPage(CustomerFacts):
    """The facts, and what was agreed, done and billed.

    `month` and `previous` are the figures of this month and the last one, None
    when nothing happened; `waiting` are drafts and invoices not paid yet. In the
    archive, `left_behind` is what is not billed there, else None.
    """

    contracts: tuple[ContractPage, ...]
    counts: tuple[CountView, ...]
    month: MonthFigures | None
    previous: MonthFigures | None
    waiting: tuple[InvoiceRow, ...]
    left_behind: Unfinished | None


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
        left_behind=left_behind.unfinished(book, customer_id) if known["archived"] else None,
    )


def sites(book: Book, customer_id: int) -> tuple[SiteRow, ...]:
    """The places of a customer, the billing address first. DomainError("not_found")."""
    return facts(book, customer_id).sites


def _facts(book: Book, customer_id: int) -> dict[str, Any]:
    with book.read() as work:
        row = work.get(Customer, customer_id)
        seller = work.get(Seller, 1)
    made = {"sites", "contacts", "certificates", "vat_id_format"}
    plain = [name for name in CustomerFacts.__dataclass_fields__ if name not in made]
    return {name: getattr(row, name) for name in plain} | {
        "sites": tuple(_site(seller, each) for each in row.sites),
        "contacts": tuple(_copy(ContactRow, each) for each in row.contacts),
        "certificates": tuple(certificate_row(row, each) for each in row.certificates),
        "vat_id_format": _vat_id_format(row),
    }


def _site(seller: Seller, site: Site) -> SiteRow:
    names = [name for name in SiteRow.__dataclass_fields__ if name != "problems"]
    places = {seller.country, *(each.jurisdiction[:2] for each in seller.registrations)}
    problems: list[Problem] = []
    if site.country in places:
        problems = check_place(load(), site.country, site.region, site.county)
    return SiteRow(**{name: getattr(site, name) for name in names}, problems=tuple(problems))


def _vat_id_format(row: Customer) -> VatIdFormat:
    site = row.billing_site
    country = (site.country if site else "") or vat_id_country(row.vat_id)
    problem = (
        check_vat_id(country, row.vat_id)
        or check_tax_id(country, row.vat_id)
        or _other_state(country, site.region if site else "", row.vat_id)
    )
    return VatIdFormat(is_judged(country), problem if row.vat_id else None, in_vies(row.vat_id))


def _other_state(country: str, region: str, number: str) -> Problem | None:
    """Where the numbers of businesses name their state (India), another one than the address."""
    known = load().country(country)
    state = known.region(region) if known else None
    if state is None or not state.tax_id_prefix:
        return None
    return check_gstin_state(number, state.tax_id_prefix)


def _figures(book: Book, customer_id: int, currency: str, days_ago: int) -> MonthFigures | None:
    found = earnings.month(book, book.today() - timedelta(days=days_ago), customer_id)
    return next((each for each in found if each.currency == currency), None)


def _copy(kind: type[Row], entity: object) -> Row:
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: getattr(entity, name) for name in names})

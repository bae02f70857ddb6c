"""What the owner should look at about tax before the month ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import tax_watch as queries
from msspdesk.db.queries.tax_watch import Sold
from msspdesk.domain.customers import Customer
from msspdesk.domain.errors import Problem
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.money import to_major
from msspdesk.domain.tax.checks import check_owner_rules, check_registrations
from msspdesk.domain.tax.model import in_force
from msspdesk.domain.tax.watch import Watched, check_certificate, watch_nexus, watch_oss
from msspdesk.services.bulk import collected_later
from msspdesk.services.certificates import certificate_facts
from msspdesk.services.invoice_facts import today_desk, worked_out
from msspdesk.services.owner_rates import rates_by_id
from msspdesk.services.tax_facts import Desk

_SOON: Final = timedelta(days=30)
_BACK: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class TaxWarning:
    """One thing to look at. `kind`: row, certificate, threshold, rate, registration, rule."""

    kind: str
    problem: Problem
    customer_id: int | None = None
    invoice_id: int | None = None
    record_id: int | None = None
    """The certificate or the local rate it is about."""
    customer: str = ""


def warnings(book: Book) -> list[TaxWarning]:
    """Everything of today, the most pressing kinds first."""
    today = book.today()
    with collected_later(), book.read() as work:
        desk = today_desk(book, work)
        return [
            *_registrations(desk),
            *_rules(desk),
            *_thresholds(work, desk, today),
            *_certificates(work, desk, today),
            *_rates(work, desk, today),
            *_rows(work, desk, today),
        ]


def _registrations(desk: Desk) -> Iterable[TaxWarning]:
    for problem in check_registrations(desk.seller.registrations, desk.data):
        yield TaxWarning("registration", problem)


def _rules(desk: Desk) -> Iterable[TaxWarning]:
    for problem in check_owner_rules(desk.rules):
        yield TaxWarning("rule", problem)


def _certificates(work: Work, desk: Desk, today: date) -> Iterable[TaxWarning]:
    keys = queries.with_certificates(work.connection)
    found = work.many(Customer, keys)
    for customer in (found[key] for key in keys):
        every = certificate_facts(customer)
        for row, certificate in zip(customer.certificates, every, strict=True):
            for problem in check_certificate(certificate, every, today, desk.data):
                yield TaxWarning(
                    "certificate", problem, customer.id, record_id=row.id, customer=customer.name
                )


def _rates(work: Work, desk: Desk, today: date) -> Iterable[TaxWarning]:
    """Local rates that end soon, or ended of late, without one that follows."""
    kept = rates_by_id(work)
    for key, each in kept.items():
        last = each.valid_to
        if last is None or not today - _BACK <= last <= today + _SOON:
            continue
        day = max(last + timedelta(days=1), today)
        same = [
            other
            for other in kept.values()
            if (other.jurisdiction, other.tax) == (each.jurisdiction, each.tax)
        ]
        if not any(in_force(day, other.valid_from, other.valid_to) for other in same):
            code = "tax_rate_ended" if last < today else "tax_rate_ends"
            details: dict[str, object] = {
                "tax": each.tax,
                "jurisdiction": desk.data.local_place(each),
                "day": last,
            }
            yield TaxWarning("rate", Problem(code, "valid_to", details), record_id=key)


def _thresholds(work: Work, desk: Desk, today: date) -> Iterable[TaxWarning]:
    this_year = queries.sold(work.connection, date(today.year, 1, 1), today)
    yield from _oss(desk, today)
    yield from _nexus(desk, today, this_year)


def _oss(desk: Desk, today: date) -> Iterable[TaxWarning]:
    """The EU threshold, for a seller in the EU without a one stop shop registration."""
    home = desk.data.country(desk.seller.country)
    if home is None or home.union != "EU" or desk.seller.registration("EU", today, "oss"):
        return
    yield from _warned("oss", watch_oss(desk.cross_border.with_sale()), "EUR")


def _nexus(desk: Desk, today: date, this_year: Sequence[Sold]) -> Iterable[TaxWarning]:
    """Economic nexus of the US states in which the seller is not registered."""
    country = desk.data.country("US")
    states = {row.region for row in this_year if row.country == "US" and row.region}
    for code in sorted(states):
        region = country.regions.get(code) if country else None
        if region is None or region.nexus is None or desk.seller.registration(f"US-{code}", today):
            continue
        mine = [row for row in this_year if (row.country, row.region) == ("US", code)]
        sales = sum(row.net_minor for row in mine if row.currency == "USD")
        count = max(row.documents for row in mine)
        watched = watch_nexus(region.name, region.nexus, to_major(sales, "USD"), count)
        yield from _warned("nexus", watched, "USD")


def _warned(name: str, watched: Watched, currency: str) -> Iterable[TaxWarning]:
    if watched.state == "below":
        return
    details: dict[str, object] = {
        "place": watched.jurisdiction,
        "reached": watched.reached.quantize(Decimal("0.01")),
        "limit": watched.limit.quantize(Decimal(1)),
        "currency": currency,
    }
    yield TaxWarning("threshold", Problem(f"{name}_{watched.state}", "", details))


def _rows(work: Work, desk: Desk, today: date) -> Iterable[TaxWarning]:
    """Sources nobody checked: of drafts, and of what was issued in the last 31 days."""
    used: dict[str, dict[str, int | None]] = {}
    drafts = work.all(Invoice, number=None)
    customers = work.many(Customer, {each.customer_id for each in drafts})
    for draft in drafts:
        customer = customers[draft.customer_id]
        for row in worked_out(desk, draft, customer).rows:
            if row.confidence == "known":
                used.setdefault(row.source, {})[customer.name] = draft.id
    for each in queries.unverified(work.connection, today - _BACK):
        used.setdefault(each.source, {}).setdefault(each.customer, each.invoice_id)
    for source, names in used.items():
        details: dict[str, object] = {"source": source, "customers": ", ".join(sorted(names))}
        problem = Problem("tax_row_unverified", "", details)
        yield TaxWarning("row", problem, invoice_id=next(iter(names.values())))

"""The book's own figures for the EU threshold of 10 000 EUR, and what a sale adds to them.

Only EUR is counted: the book keeps no exchange rate for other currencies, so a
total that lacks such sales is not known unless it is above the threshold already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msspdesk.db.book import Work
from msspdesk.db.queries import cross_border as queries
from msspdesk.domain.customers import Customer
from msspdesk.domain.invoice_totals import document_discount
from msspdesk.domain.invoices import Invoice, InvoiceKind
from msspdesk.domain.money import round_exact, to_major
from msspdesk.domain.tax import SellerFacts, TaxData
from msspdesk.domain.tax.cross_border import COUNTED, CrossBorder, counts
from msspdesk.domain.tax.watch import watch_oss

_EUR: Final = "EUR"


@dataclass(frozen=True, slots=True)
class Added:
    """What a sale adds. `net` is EUR; None in another currency."""

    net: Decimal | None


def read(work: Work, data: TaxData, home: str, day: date) -> CrossBorder:
    """What was issued in the calendar year of `day` and the one before it."""
    found = CrossBorder()
    country = data.country(home)
    if country is None or country.union != "EU":
        return found
    first, last = date(max(1, day.year - 1), 1, 1), date(day.year, 12, 31)
    for row in queries.sold_to_consumers(work.connection, first, last, _classes()):
        there = data.country(row.country)
        if row.country == home or there is None or there.union != "EU":
            continue
        if row.currency != _EUR:
            found.complete = False
            continue
        # A discount on the document, and tax inside its prices, are shared by its lines.
        share = Fraction(row.counted_minor, row.lines_minor) if row.lines_minor else Fraction(0)
        net = to_major(round_exact(row.net_minor * share), _EUR)
        if row.issue_date.year == day.year:
            found.this_year += net
        else:
            found.last_year += net
    return found


def added_by(data: TaxData, home: str, invoice: Invoice, customer: Customer) -> Added | None:
    """What a document that is not issued yet will add; None where nothing of it counts.

    Tax inside its prices is counted too: how much it is depends on the answer.
    """
    if customer.status != "consumer" or customer.billing_site is None:
        return None
    countries = {site.id: site.country for site in customer.sites}
    usual = customer.billing_site.country
    mine = [
        line.amount_minor
        for line in invoice.lines
        if counts(
            data,
            home,
            countries.get(line.site_id, usual),
            customer.status,
            line.tax_class,
        )
    ]
    if not mine:
        return None
    left = round_exact(sum(mine) * _undiscounted(invoice))
    return sale_of([left], invoice.currency, credit=invoice.kind == InvoiceKind.CREDIT_NOTE)


def _undiscounted(invoice: Invoice) -> Fraction:
    """What a discount on the document leaves of its lines."""
    whole = sum(line.amount_minor for line in invoice.lines)
    if not whole:
        return Fraction(1)
    percent, fixed = invoice.discount_percent_micro, invoice.discount_minor
    return Fraction(whole - document_discount(whole, percent, fixed), whole)


def sale_of(amounts: Iterable[int], currency: str, *, credit: bool = False) -> Added | None:
    """Amounts that count, in minor units, as one sale."""
    found = list(amounts)
    if not found:
        return None
    if currency != _EUR:
        return Added(None)
    total = to_major(sum(found), _EUR)
    return Added(-total if credit else total)


def seller_with(
    seller: SellerFacts, added: Added | None, so_far: Callable[[], CrossBorder]
) -> SellerFacts:
    """The seller as the decision on this sale sees it; as it is where nothing counts."""
    if added is None:
        return seller
    known = so_far()
    total = known.with_sale(added.net or Decimal(0))
    complete = known.complete and added.net is not None
    if not complete and watch_oss(total).state != "above":
        return seller
    return replace(seller, cross_border_b2c_eur=total)


def take(so_far: CrossBorder, added: Added) -> None:
    """A further document of this year was issued."""
    if added.net is None:
        so_far.complete = False
    else:
        so_far.this_year += added.net


def _classes() -> list[str]:
    return [each.value for each in COUNTED]

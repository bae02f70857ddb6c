"""The book's own figures for the EU threshold of 10 000 EUR, and what a sale adds to them.

Sales in another currency count by the exchange rate to EUR of their own document.
Without one a total that lacks them is not known unless it is above the threshold already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from msspdesk.domain.money import exponent, round_exact, to_major
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax import PriceMode, SellerFacts, TaxData
from msspdesk.domain.tax.cross_border import COUNTED, CrossBorder, counts
from msspdesk.domain.tax.watch import watch_oss

_EUR: Final = "EUR"


@dataclass(frozen=True, slots=True)
class Added:
    """What a sale adds. `net` is EUR; None in another currency without its rate."""

    net: Decimal | None


def read(work: Work, data: TaxData, owner: Seller, day: date) -> CrossBorder:
    """What was issued in the calendar year of `day` and the one before it, and what the
    owner sold in them before the book began.
    """
    home = owner.country
    country = data.country(home)
    if country is None or country.union != "EU":
        return CrossBorder()
    found = CrossBorder(_before(owner, day.year - 1), _before(owner, day.year))
    first, last = date(max(1, day.year - 1), 1, 1), date(day.year, 12, 31)
    for row in queries.sold_to_consumers(work.connection, first, last, _classes()):
        place = data.counts_as(row.country, home)
        there = data.country(place)
        if place == home or there is None or there.union != "EU":
            continue
        rate = _to_euro(row.currency, row.exchange)
        if rate is None:
            found.complete = False
            continue
        # A discount on the document, and tax inside its prices, are shared by its lines.
        share = Fraction(row.counted_minor, row.lines_minor) if row.lines_minor else Fraction(0)
        net = _in_euro(row.net_minor * share, row.currency, rate)
        if row.issue_date.year == day.year:
            found.this_year += net
        else:
            found.last_year += net
    return found


def _before(owner: Seller, year: int) -> Decimal:
    return to_major(owner.sold_before.get(str(year), 0), _EUR)


def _to_euro(currency: str, exchange: Mapping[str, str]) -> Fraction | None:
    """EUR for one unit, by the rate of the document itself."""
    if currency == _EUR:
        return Fraction(1)
    known = exchange.get("pair") == f"{currency}/{_EUR}" and exchange.get("rate")
    return Fraction(exchange["rate"]) if known else None


def _in_euro(minor: Fraction, currency: str, rate: Fraction) -> Decimal:
    exact = minor * rate * Fraction(10) ** (exponent(_EUR) - exponent(currency))
    return to_major(round_exact(exact), _EUR)


def without_tax(data: TaxData, seller: SellerFacts, day: date) -> Fraction:
    """What of a price with tax in it is net. A sale below the threshold is taxed at home,
    so that is the tax taken out; one that lies above it either way is above it.
    """
    held, row = seller.registration(seller.country, day), data.rate(seller.country, day)
    charged = row is not None and held is not None and held.scheme == "standard"
    return 100 / (100 + Fraction(row.percent)) if row is not None and charged else Fraction(1)


def added_by(
    data: TaxData, seller: SellerFacts, day: date, invoice: Invoice, customer: Customer
) -> Added | None:
    """What a document that is not issued yet will add, without tax; None where nothing
    of it counts.
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
            seller.country,
            countries.get(line.site_id, usual),
            customer.status,
            line.tax_class,
        )
    ]
    if not mine:
        return None
    left = sum(mine) * _undiscounted(invoice)
    if invoice.price_mode == PriceMode.INCLUSIVE:
        left *= without_tax(data, seller, day)
    credit = invoice.kind == InvoiceKind.CREDIT_NOTE
    return sale_of(left, invoice.currency, invoice.exchange, credit=credit)


def _undiscounted(invoice: Invoice) -> Fraction:
    """What a discount on the document leaves of its lines."""
    whole = sum(line.amount_minor for line in invoice.lines)
    if not whole:
        return Fraction(1)
    percent, fixed = invoice.discount_percent_micro, invoice.discount_minor
    return Fraction(whole - document_discount(whole, percent, fixed), whole)


def sale_of(
    net: Fraction, currency: str, exchange: Mapping[str, str], *, credit: bool = False
) -> Added:
    """An amount that counts, in minor units without tax, as one sale."""
    rate = _to_euro(currency, exchange)
    if rate is None:
        return Added(None)
    total = _in_euro(net, currency, rate)
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

"""Every rate the program knows: by country and region, with history, source and confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msspdesk.db.book import Book
from msspdesk.domain.customers import Customer
from msspdesk.domain.sellers import Seller
from msspdesk.domain.tax import Country
from msspdesk.services.owner_rates import owner_rates
from msspdesk.taxdata.loader import load


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country with tax data. `mine`: the owner or a customer is there. Percent today."""

    code: str
    name: str
    mine: bool
    standard: Decimal | None


@dataclass(frozen=True, slots=True)
class Rate:
    """One dated rate in percent, both days inclusive. `confidence`: read, known or owner.

    `holds`: it is in force today.
    """

    jurisdiction: str
    place: str
    tax: str
    kind: str
    percent: Decimal
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: str
    note: str
    holds: bool


def countries(book: Book) -> list[CountryRow]:
    """The owner's own country, then those of customers, then all others, by name."""
    data, today = load(), book.today()
    with book.read() as work:
        home = work.get(Seller, 1).country
        mine = {home} | {site.country for each in work.all(Customer) for site in each.sites}
    found = []
    for code, country in data.countries.items():
        row = country.rates.at(code, "standard", today)
        found.append(CountryRow(code, country.name, code in mine, row.percent if row else None))
    return sorted(found, key=lambda each: (each.code != home, not each.mine, each.name))


def rates(book: Book, code: str) -> list[Rate]:
    """All rates of a country: by place and kind, the newest first; the owner's own at the end."""
    country, today = load().countries[code], book.today()
    with book.read() as work:
        own = [each for each in owner_rates(work) if each.country == code]
    shipped = sorted(_shipped(country, today), key=_order)
    mine = [
        Rate(
            jurisdiction=each.jurisdiction,
            place=each.city or each.county or _place(country, f"{code}-{each.region}"),
            tax=each.tax,
            kind="local",
            percent=each.rate,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            source=each.source,
            confidence="owner",
            note="",
            holds=_holds(each.valid_from, each.valid_to, today),
        )
        for each in own
    ]
    return shipped + mine


def _order(row: Rate) -> tuple[object, ...]:
    first = row.valid_from or date.min
    return row.jurisdiction, row.kind != "standard", row.kind, -first.toordinal()


def _shipped(country: Country, today: date) -> Iterable[Rate]:
    for row in country.rates.rows:
        yield Rate(
            jurisdiction=row.jurisdiction,
            place=_place(country, row.jurisdiction),
            tax=row.tax,
            kind=row.kind,
            percent=row.percent,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
            confidence=row.confidence,
            note=row.note,
            holds=_holds(row.valid_from, row.valid_to, today),
        )


def _place(country: Country, jurisdiction: str) -> str:
    region = country.regions.get(jurisdiction.partition("-")[2])
    return region.name if region else country.name


def _holds(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)

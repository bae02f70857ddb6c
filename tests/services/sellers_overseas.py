"""Sellers outside the EU, each with a business customer at home or abroad and a draft.

Numbers are the examples of python-stdnum, or made up where it has none (AE, SA, QST);
people and streets are made up.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

from msspdesk.db.book import Book
from msspdesk.domain.customers import Contact, Site
from msspdesk.domain.sellers import BankAccount, TaxRegistration
from tests import builders
from tests.services import drafts_for_tests as make

Values = dict[str, Any]

NUMBERS: Final = {
    "AE": "100123456700003",
    "AU": "83 914 571 673",
    "CA": "12302 6635 RT0001",
    "CH": "CHE-100.155.212",
    "GB": "GB980780684",
    "IN": "27AAPFU0939F1ZV",
    "JP": "T5835678256246",
    "NO": "NO 995 525 828",
    "NZ": "49-091-850",
    "SA": "310123456700003",
    "SG": "00192200M",
    "US": "",
    "ZA": "0001339050",
}
CURRENCIES: Final = {
    "AE": "AED",
    "AU": "AUD",
    "CA": "CAD",
    "CH": "CHF",
    "GB": "GBP",
    "IN": "INR",
    "JP": "JPY",
    "NO": "NOK",
    "NZ": "NZD",
    "SA": "SAR",
    "SG": "SGD",
    "US": "USD",
    "ZA": "ZAR",
}
PLACES: Final[dict[str, Values]] = {
    "AE": {"street": "Al Wasl Road 4", "city": "Dubai"},
    "AU": {"street": "12 Wharf Road", "city": "Fremantle", "region": "WA", "postcode": "6160"},
    "CA": {"street": "80 rue Saint-Paul", "city": "Québec", "region": "QC", "postcode": "G1K 3W9"},
    "CH": {"street": "Hafenstrasse 4", "city": "Basel", "postcode": "4057"},
    "GB": {"street": "4 Quayside", "city": "Bristol", "postcode": "BS1 4DJ"},
    "IN": {"street": "12 Dock Road", "city": "Mumbai", "region": "MH", "postcode": "400001"},
    "JP": {"street": "2-4 Kaigan", "city": "Minato-ku, Tokyo", "postcode": "105-0022"},
    "NO": {"street": "Bryggen 4", "city": "Bergen", "postcode": "5003"},
    "NZ": {"street": "4 Customhouse Quay", "city": "Wellington", "postcode": "6011"},
    "SA": {"street": "King Fahd Road 4", "city": "Riyadh", "postcode": "11564"},
    "SG": {"street": "4 Marina View", "city": "Singapore", "postcode": "018960"},
    "US": {"street": "100 Congress Ave", "city": "Austin", "region": "TX", "postcode": "78701"},
    "ZA": {"street": "4 Dock Road", "city": "Cape Town", "postcode": "8001"},
}


def place(country: str, **changed: Any) -> Site:
    """An address there."""
    return (
        Site(**PLACES[country], country=country)
        if not changed
        else Site(**(PLACES[country] | {"country": country} | changed))
    )


def book_of(folder: Path, country: str, *more: TaxRegistration, scheme: str = "standard") -> Book:
    """A seller there, registered under `scheme`, with further registrations."""
    registered = TaxRegistration(
        jurisdiction=country,
        scheme=scheme,
        number=NUMBERS[country],
        valid_from=date(2021, 1, 1),
    )
    return builders.make_book(
        folder,
        name="Harbour Security",
        owner="Robin Doyle",
        **PLACES[country] | {"region": PLACES[country].get("region", "")},
        country=country,
        currency=CURRENCIES[country],
        email="robin@harbour.example",
        phone="",
        paper="Letter" if country in {"US", "CA"} else "A4",
        registrations=[*([registered] if country != "US" else []), *more],
        accounts=[
            BankAccount(name="Harbour Bank", number="4410 2213 9", currency=CURRENCIES[country])
        ],
    )


def add_customer(book: Book, country: str, *, at: Values | None = None, **changed: Any) -> int:
    """Lighthouse Logistics there, a business with that country's number; its id."""
    values: Values = {
        "name": "Lighthouse Logistics",
        "vat_id": NUMBERS.get(country, ""),
        "currency": CURRENCIES[country],
        "sites": [place(country, **(at or {}))],
        "contacts": [Contact(name="Sam Reed", email="ap@light.example", gets_invoices=True)],
    }
    return make.add_customer(book, **(values | changed))


def add_draft(book: Book, customer: int, currency: str, **line: Any) -> int:
    """90 endpoints at 130.00 in July 2026 (11,700.00), with what a line is changed to."""
    major = 100 if currency != "JPY" else 1
    values: Values = {"unit_price_micro": 130_000_000, "amount_minor": 11_700 * major}
    return make.add_draft(book, customer, make.line(**(values | line)), currency=currency)

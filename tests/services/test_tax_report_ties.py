"""Random books: all registrations and periods together are the issued documents, to the cent."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import InvoiceLine
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services import credit_notes, crediting, invoices, issuing, payments, tax_report
from msspdesk.services.crediting import Refund
from msspdesk.services.payments import NewPayment
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make

_PLACES = {
    "DE": Site(street="Kai 7", postcode="20457", city="Hamburg", country="DE"),
    "FR": Site(street="1 rue du Port", postcode="67000", city="Strasbourg", country="FR"),
    "NL": Site(street="Waalhaven 12", postcode="3088 HH", city="Rotterdam", country="NL"),
    "AT": Site(street="Ring 1", postcode="1010", city="Wien", country="AT"),
    "CH": Site(street="Seeweg 1", postcode="8001", city="Zürich", country="CH"),
}
_CUSTOMERS: tuple[dict[str, Any], ...] = (
    {"name": "Globex", "country": "DE"},
    {"name": "Tulpenburg", "country": "NL", "vat_id": "NL004495445B01"},
    {"name": "Port SA", "country": "FR", "vat_id": "FR96000110899"},
    {"name": "Mme Weber", "country": "FR", "status": "consumer"},
    {"name": "Herr Moser", "country": "AT", "status": "consumer"},
    {"name": "Seeweg AG", "country": "CH"},
    {"name": "Dollar Inc", "country": "DE", "currency": "USD"},
)
_CLASSES = ("managed_it", "electronically_supplied", "consulting")


def registrations(way: str) -> list[TaxRegistration]:
    """Home, the one stop shop, and Austria on its own until the end of August."""
    return [
        TaxRegistration(jurisdiction="DE", number="DE318274650", accounting=way),
        TaxRegistration(jurisdiction="EU", scheme="oss", number="EU276000001", accounting=way),
        TaxRegistration(
            jurisdiction="AT", number="ATU13585627", accounting=way, valid_to=date(2026, 8, 31)
        ),
    ]


def lines(chance: random.Random) -> list[InvoiceLine]:
    found = []
    for at in range(chance.randint(1, 4)):
        minor = chance.randint(1, 400_000)
        first = date(2026, chance.randint(5, 11), 1)
        found.append(
            make.line(
                quantity_micro=1_000_000, unit_price_micro=minor * 10_000, amount_minor=minor,
                position=at, tax_class=chance.choice(_CLASSES), period_start=first,
                period_end=(first + timedelta(days=31)).replace(day=1),
            )
        )  # fmt: skip
    return found


def head(chance: random.Random, currency: str) -> dict[str, Any]:
    found: dict[str, Any] = {"currency": currency}
    if currency != "EUR":
        found["exchange"] = {
            "pair": f"{currency}/EUR", "rate": "0.9137", "day": "2026-06-01", "source": "ECB",
        }  # fmt: skip
    if chance.random() < 0.3:
        found["price_mode"] = "inclusive"
    if chance.random() < 0.3:
        found["discount_percent_micro"] = chance.randint(1, 40) * 1_000_000
    if chance.random() < 0.3:
        found |= {"prepaid_minor": 1, "paid_on": date(2026, 5, chance.randint(1, 31))}
    return found


def filled(folder: Path, seed: int, way: str) -> Book:
    """A half year of invoices, part payments, cancellations and refunds."""
    chance, clock = random.Random(seed), FixedClock()
    book = make_book(folder, clock, registrations=registrations(way))
    keys = []
    for each in _CUSTOMERS:
        facts = {"vat_id": "", "currency": "EUR", **each}
        facts["sites"] = [_copy(_PLACES[facts.pop("country")])]
        keys.append((make.add_customer(book, short=facts["name"][:6], **facts), facts["currency"]))
    for month in (6, 7, 8, 9, 10, 11):
        clock.set_day(date(2026, month, chance.randint(1, 27)))
        for key, currency in keys:
            draft = make.add_draft(book, key, *lines(chance), **head(chance, currency))
            issuing.issue(book, [draft])
            _settle(book, chance, draft)
    clock.set_day(date(2026, 12, 30))
    for key, _currency in keys:
        _finish(book, key)
    return book


def _copy(site: Site) -> Site:
    return Site(street=site.street, postcode=site.postcode, city=site.city, country=site.country)


def _settle(book: Book, chance: random.Random, draft: int) -> None:
    """A part is paid, or it is cancelled, or neither."""
    (row,) = invoices.rows_of(book, [draft])
    if chance.random() < 0.5 and row.open_minor > 3:
        part = chance.randint(1, row.open_minor - 1)
        payments.record_payment(book, NewPayment(draft, book.today(), part))
    if chance.random() < 0.2:
        credit_notes.cancel_invoice(book, draft, "Wrong")


def _finish(book: Book, customer: int) -> None:
    """By the end of the year everything is paid and every credit given back."""
    for row in invoices.rows(book, invoices.InvoiceFilter(customer_id=customer)):
        if row.kind == "credit_note" and row.open_minor:
            crediting.pay_back(book, Refund(row.id, book.today(), row.open_minor))
        elif row.open_minor:
            payments.record_payment(book, NewPayment(row.id, book.today(), row.open_minor))


def sealed(book: Book) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Base and tax by jurisdiction and rate as the documents say, in EUR where converted."""
    bases: Counter[tuple[str, str]] = Counter()
    taxes: Counter[tuple[str, str]] = Counter()
    for row in invoices.rows(book):
        facts = invoices.sealed_facts(book, row.id)
        sign = -1 if row.kind == "credit_note" else 1
        converted = facts["exchange"]["rows"] if facts["exchange"] else facts["taxes"]
        for tax, money in zip(facts["taxes"], converted, strict=True):
            key = (tax["jurisdiction"], f"{float(tax['rate']):g}")
            bases[key] += sign * money["base_minor"]
            taxes[key] += sign * money["amount_minor"]
    return bases, taxes


def reported(book: Book) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """The same from every registration and month."""
    bases: Counter[tuple[str, str]] = Counter()
    taxes: Counter[tuple[str, str]] = Counter()
    places = [each.jurisdiction for each in tax_report.registrations(book)]
    for place, back in itertools.product(places, range(12)):
        report = tax_report.report(book, place, *tax_report.months(date(2026, 12, 1), back))
        for part in report.parts:
            for row in (*part.rows, *part.one_stop_shop):
                key = (row.jurisdiction, f"{float(row.rate):g}")
                bases[key] += row.base
                taxes[key] += row.amount
    return bases, taxes


@pytest.mark.parametrize("way", ["accrual", "cash"])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_row_is_reported_once(tmp_path: Path, seed: int, way: str) -> None:
    book = filled(tmp_path, seed, way)
    (bases, taxes), (told_bases, told_taxes) = sealed(book), reported(book)
    assert len(bases) > 4
    assert told_bases == bases
    assert told_taxes == taxes


def test_the_lists_by_customer_and_by_country_tie_too(tmp_path: Path) -> None:
    book = filled(tmp_path, 4, "accrual")
    listed: Counter[str] = Counter()
    shop: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    abroad: Counter[str] = Counter()
    for row in invoices.rows(book):
        facts = invoices.sealed_facts(book, row.id)
        sign = -1 if row.kind == "credit_note" else 1
        for tax in facts["taxes"]:
            if tax["category"] == "AE":
                wanted[facts["buyer"]["vat_id"]] += sign * tax["base_minor"]
            if tax["jurisdiction"] == "FR" and tax["amount_minor"]:
                abroad["FR"] += sign * tax["amount_minor"]
    for back in range(12):
        months = tax_report.months(date(2026, 12, 1), back)
        for part in tax_report.report(book, "DE", *months).parts:
            for each in part.recapitulative:
                listed[each.vat_id] += each.amount
        for part in tax_report.report(book, "EU", *months).parts:
            for one in part.one_stop_shop:
                shop[one.jurisdiction] += one.amount
    assert set(wanted) == {"NL004495445B01", "FR96000110899"}
    assert listed == wanted
    assert shop["FR"] == abroad["FR"] > 0


def test_a_place_without_a_registration_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="not_registered_there"):
        tax_report.report(make_book(tmp_path), "PL", date(2026, 1, 1), date(2026, 1, 31))

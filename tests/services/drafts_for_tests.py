"""Drafts of one customer, made by hand, for tests of what comes after them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Site
from msspdesk.domain.invoices import Invoice, InvoiceLine
from msspdesk.domain.sellers import Seller
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.taxdata.loader import load
from tests import builders

JULY = {"period_start": date(2026, 7, 1), "period_end": date(2026, 8, 1)}


def line(**changed: Any) -> InvoiceLine:
    """90 endpoints at 13.00 in July 2026: 1,170.00."""
    values: dict[str, Any] = {
        "name": "MDR per endpoint",
        "tax_class": "security_monitoring",
        "quantity_micro": 90_000_000,
        "unit_price_micro": 13_000_000,
        "amount_minor": 1170_00,
        **JULY,
    }
    return InvoiceLine(**(values | changed))


def hours(**changed: Any) -> InvoiceLine:
    """1:40 h at 120.00: 200.00."""
    values: dict[str, Any] = {
        "name": "Incident response",
        "tax_class": "help_desk",
        "quantity_micro": 100_000_000,
        "unit": "MIN",
        "unit_price_micro": 120_000_000,
        "price_base": 60,
        "amount_minor": 200_00,
        "position": 1,
        **JULY,
    }
    return InvoiceLine(**(values | changed))


def add_customer(book: Book, **changed: Any) -> int:
    """Globex of Hamburg, or what was changed."""
    with book.write() as work:
        key = work.add(builders.customer(**changed)).id
    assert key is not None
    return key


def dutch() -> dict[str, Any]:
    """A business in Rotterdam with a VAT id of right format."""
    return {
        "name": "Tulpenburg Logistiek B.V.",
        "vat_id": "NL004495445B01",
        "sites": [Site(street="Waalhaven 12", postcode="3088 HH", city="Rotterdam", country="NL")],
    }


def forget_who_read(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """The rules of a country as if nobody had read their texts, for this test."""
    data = load()
    country = data.countries[code]
    rules = tuple(replace(each, confidence="known") for each in country.ruleset.rules)
    changed = replace(country, ruleset=replace(country.ruleset, rules=rules))
    monkeypatch.setattr(data, "countries", {**data.countries, code: changed})
    monkeypatch.setattr(data, "cache", {})


def unchecked_draft(
    book: Book, monkeypatch: pytest.MonkeyPatch, name: str = "Globex Handels GmbH"
) -> int:
    """A draft whose tax stands on a row nobody checked: from Liechtenstein to Germany."""
    forget_who_read(monkeypatch, "LI")
    with book.write() as work:
        seller = work.get(Seller, 1)
        seller.country, seller.registrations[0].jurisdiction = "LI", "LI"
    return add_draft(book, add_customer(book, name=name, short=""))


def add_draft(book: Book, customer_id: int, *lines: InvoiceLine, **changed: Any) -> int:
    """A draft in EUR with these lines (one of 1,170.00 if none), its id."""
    values: dict[str, Any] = {"currency": "EUR", "created_at": builders.NOON}
    with book.write() as work:
        key = work.add(
            Invoice(
                uuid=builders.new_uuid(),
                customer_id=customer_id,
                lines=list(lines) or [line()],
                **(values | changed),
            )
        ).id
    assert key is not None
    return key


def add_time(book: Book, draft_id: int, place: int, day: date, minutes: int, note: str) -> int:
    """A time entry on the line at that place of a draft."""
    with book.write() as work:
        draft = work.get(Invoice, draft_id)
        key = work.add(
            TimeEntry(
                uuid=builders.new_uuid(),
                customer_id=draft.customer_id,
                day=day,
                minutes=minutes,
                billed_minutes=minutes,
                note=note,
                invoice_line_id=draft.lines[place].id,
            )
        ).id
    assert key is not None
    return key


def number_of(book: Book, invoice_id: int) -> str | None:
    """The number of a document, None for a draft."""
    with book.read() as work:
        return work.get(Invoice, invoice_id).number

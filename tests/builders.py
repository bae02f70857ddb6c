"""Small books for tests: a German seller and a customer, with every default said once."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from msspdesk.db import bookfile, mapping
from msspdesk.db.book import Book
from msspdesk.domain.catalogue import Service
from msspdesk.domain.contracts import Contract, ContractLine, Count, LineTerms
from msspdesk.domain.customers import Contact, Customer, Site
from msspdesk.domain.sellers import BankAccount, Seller, TaxRegistration
from msspdesk.services import books

MAPPED = mapping  # rows are made here before any book is there: they must be mapped

NOON = datetime(2026, 7, 31, 10, 0, tzinfo=UTC)


class FixedClock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set_day(self, day: date) -> None:
        """Noon (UTC) of that day."""
        self.now = datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)


def new_uuid() -> str:
    """A fresh id for a row made by a test."""
    return str(uuid.uuid4())


def seller(**changed: Any) -> Seller:
    """Nordwall Security in Bremen, registered for German VAT."""
    values: dict[str, Any] = {
        "name": "Nordwall Security",
        "owner": "Mara Lindner",
        "street": "Am Speicher 4",
        "postcode": "28217",
        "city": "Bremen",
        "country": "DE",
        "email": "mara@nordwall.example",
        "phone": "+49 421 5550100",
        "currency": "EUR",
        "language": "en",
        "zone": "Europe/Berlin",
        "registrations": [
            TaxRegistration(jurisdiction="DE", number="DE318274650", valid_from=date(2021, 1, 1))
        ],
        "accounts": [
            BankAccount(
                name="Business account",
                holder="Nordwall Security",
                iban="DE89370400440532013000",
                bic="COBADEFFXXX",
                currency="EUR",
            )
        ],
    }
    return Seller(**(values | changed))


def make_book(folder: Path, clock: FixedClock | None = None, **changed: Any) -> Book:
    """A new book with its seller only."""
    return books.create_book(
        folder / "test.msspdesk", lambda: seller(**changed), clock or FixedClock()
    )


def sound_revision(path: Path) -> str:
    """The schema of a book whose pages were all read and found sound."""
    bookfile.check_pages(path)
    return bookfile.revision(path)


def customer(**changed: Any) -> Customer:
    """Globex Handels GmbH in Hamburg, a business in EUR."""
    values: dict[str, Any] = {
        "uuid": new_uuid(),
        "name": "Globex Handels GmbH",
        "short": "globex",
        "currency": "EUR",
        "sites": [Site(street="Kai 7", postcode="20457", city="Hamburg", country="DE")],
        "contacts": [Contact(name="Frau Petersen", email="ap@globex.example", gets_invoices=True)],
    }
    return Customer(**(values | changed))


def service(**changed: Any) -> Service:
    """Managed detection and response, by the endpoint."""
    values: dict[str, Any] = {
        "uuid": new_uuid(),
        "code": "MDR",
        "name": "MDR",
        "unit": "C62",
        "price_micro": 14_500_000,
        "tax_class": "security_monitoring",
    }
    return Service(**(values | changed))


def contract_line(
    service_id: int, model: str, terms: dict[str, object], **changed: Any
) -> ContractLine:
    """A monthly line in arrears from 1 January 2026, on day 1."""
    start = changed.pop("start", date(2026, 1, 1))
    values: dict[str, Any] = {
        "service_id": service_id,
        "start": start,
        "terms": [LineTerms(valid_from=start, model=model, terms=terms)],
    }
    return ContractLine(**(values | changed))


def contract(customer_id: int, *lines: ContractLine, **changed: Any) -> Contract:
    """A contract that begins with its first line."""
    values: dict[str, Any] = {
        "uuid": new_uuid(),
        "customer_id": customer_id,
        "title": "MSA",
        "start": min((line.start for line in lines), default=date(2026, 1, 1)),
        "lines": list(lines),
    }
    return Contract(**(values | changed))


def count(customer_id: int, kind: str, day: date, quantity: int) -> Count:
    """From `day` on, so many."""
    return Count(customer_id=customer_id, kind=kind, day=day, quantity_micro=quantity * 1_000_000)

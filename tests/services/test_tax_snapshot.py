"""Issued documents keep every tax row; a credit note keeps the rate of its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.customers import Site
from msspdesk.domain.money import from_micro
from msspdesk.domain.sellers import Seller, TaxRegistration
from msspdesk.services import credit_notes, invoices, issuing, verify
from msspdesk.services.paper import paper_of
from msspdesk.taxdata.loader import load
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make

JUNE = {"period_start": date(2020, 6, 1), "period_end": date(2020, 7, 1)}
JULY = {"period_start": date(2020, 7, 1), "period_end": date(2020, 8, 1)}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def rates(book: Book, invoice: int) -> list[tuple[str, str, int, int]]:
    """Tax, percent, base and amount of each sealed row."""
    rows = invoices.page(book, invoice).taxes
    return [
        (row.tax, f"{from_micro(row.rate_micro).normalize():f}", row.base_minor, row.amount_minor)
        for row in rows
    ]


def test_a_credit_note_keeps_the_rate_after_it_has_changed(
    tmp_path: Path, clock: FixedClock
) -> None:
    """19 % until 30 June 2020, 16 % from 1 July (Zweites Corona-Steuerhilfegesetz, Art. 3)."""
    registered = TaxRegistration(jurisdiction="DE", number="DE318274650")
    clock.set_day(date(2020, 6, 30))
    book = make_book(tmp_path, clock, registrations=[registered])
    customer = make.add_customer(book)
    june = make.add_draft(book, customer, make.line(**JUNE))
    issuing.issue(book, [june])
    clock.set_day(date(2020, 7, 31))
    (note,) = credit_notes.cancel_invoice(book, june, "Wrong count").ids
    july = make.add_draft(book, customer, make.line(**JULY))
    issuing.issue(book, [july])
    assert rates(book, june) == rates(book, note) == [("VAT", "19", 1170_00, 222_30)]
    assert rates(book, july) == [("VAT", "16", 1170_00, 187_20)]
    labels = [each.label for each in paper_of(invoices.sealed_facts(book, note)).totals]
    assert "VAT 19%" in labels
    assert verify.verify(book).sound


def test_every_row_is_kept_with_what_decided_it(tmp_path: Path, clock: FixedClock) -> None:
    """GST 5 % and QST 9.975 % of the same 1,170.00 (Excise Tax Act s. 165, Quebec AQST s. 16)."""
    numbers = [
        TaxRegistration(jurisdiction="CA", number="123456789RT0001"),
        TaxRegistration(jurisdiction="CA-QC", number="1234567890TQ0001"),
    ]
    place: dict[str, Any] = {
        "country": "CA",
        "region": "QC",
        "city": "Montreal",
        "postcode": "H2X 1Y4",
    }
    book = make_book(tmp_path, clock, currency="CAD", registrations=numbers, **place)
    site = Site(street="12 rue Milton", **place)
    customer = make.add_customer(book, currency="CAD", vat_id="", sites=[site])
    invoice = make.add_draft(book, customer, currency="CAD")
    issuing.issue(book, [invoice])
    with book.write() as work:  # what was decided stands, whatever becomes of the seller
        work.get(Seller, 1).registrations[1].valid_to = date(2026, 7, 1)
    clock.set_day(date(2026, 8, 10))
    (note,) = credit_notes.cancel_invoice(book, invoice, "Wrong count").ids
    expected = [("GST", "5", 1170_00, 58_50), ("QST", "9.975", 1170_00, 116_71)]
    assert rates(book, invoice) == rates(book, note) == expected
    one, other = (invoices.sealed_facts(book, each)["taxes"] for each in (invoice, note))
    assert one == other
    for row in one:
        assert_explained(row)


def assert_explained(row: dict[str, Any]) -> None:
    """Rule, source, version of the data and each step stand with the row."""
    assert row["rule"]
    assert row["source"]
    assert row["data_version"] == load().version
    assert row["confidence"] in ("read", "known")
    assert len(row["steps"]) > 1

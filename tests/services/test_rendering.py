"""Paper from what was sealed: once, resumable, and saying what the figures are."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdf
import pytest

from msspdesk.db.book import Book
from msspdesk.db.records import Rendering
from msspdesk.domain.customers import Site
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import InvoiceLine
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.services import credit_notes, issuing, rendering, series
from tests.builders import make_book
from tests.services import drafts_for_tests as make


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def paper(book: Book, *lines: InvoiceLine, **changed: object) -> str:
    draft = make.add_draft(book, make.add_customer(book), *lines, **changed)
    issuing.issue(book, [draft])
    return words(rendering.document_pdf(book, draft))


def test_a_stop_is_resumed_and_nothing_is_made_twice(book: Book) -> None:
    customer = make.add_customer(book)
    drafts = [make.add_draft(book, customer) for _ in range(12)]
    issuing.issue(book, drafts)
    calls: list[int] = []
    rendering.render_pending(
        book, progress=lambda done, *_: calls.append(done), cancelled=lambda: bool(calls)
    )
    with book.read() as work:
        first = {each.document_id: each.sha256 for each in work.all(Rendering)}
    assert 0 < len(first) < 12
    assert len(rendering.render_pending(book).ids) == 12 - len(first)
    assert rendering.render_pending(book).ids == ()
    with book.read() as work:
        kept = {each.document_id: each.sha256 for each in work.all(Rendering)}
    assert len(kept) == 12
    assert first.items() <= kept.items()


def test_a_preview_has_the_mark_and_no_number(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book))
    shown = words(rendering.invoice_pdf(book, draft))
    assert "Draft, not an invoice" in shown
    assert "RE-2026" not in shown
    assert series.next_number(book, "invoice").written() == "RE-2026-0001"
    with pytest.raises(DomainError) as caught:
        rendering.document_pdf(book, draft)
    assert caught.value.code == "not_issued"


def test_an_open_tax_question_has_no_preview(book: Book) -> None:
    consumer = make.add_customer(book, **make.dutch() | {"vat_id": "", "status": "consumer"})
    draft = make.add_draft(book, consumer, make.line(tax_class="training_live"))
    with pytest.raises(DomainError) as caught:
        rendering.preview_pdf(book, draft)
    assert caught.value.code == "tax_undecided"


def test_a_german_invoice_says_what_german_law_asks(book: Book) -> None:
    """§ 14 (4) UStG: both addresses, tax number, dates, number, period, net, rate and tax."""
    shown = paper(book, language="de")
    for each in (
        "Rechnung RE-2026-0001",
        "Globex Handels GmbH",
        "20457 Hamburg",
        "Am Speicher 4",
        "DE318274650",
        "31. Juli 2026",
        "Leistungszeitraum",
        "1.170,00",
        "Umsatzsteuer 19 %",
        "222,30",
        "1.392,30 EUR",
        "Zahlbar bis 14. August 2026 ohne Abzug.",
        "DE89 3704 0044 0532 0130 00",
    ):
        assert each in shown


def test_hours_stand_as_a_clock_with_their_timesheet(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book), make.hours(position=0))
    make.add_time(book, draft, 0, date(2026, 7, 3), 60, "Triage phishing")
    make.add_time(book, draft, 0, date(2026, 7, 6), 40, "Firewall change")
    issuing.issue(book, [draft])
    shown = words(rendering.document_pdf(book, draft))
    assert "1:40 h" in shown
    assert "120.00" in shown
    for each in ("Timesheet for invoice RE-2026-0001", "Triage phishing", "0:40 h", "3 Jul 2026"):
        assert each in shown


def test_two_rates_are_told_apart(book: Book) -> None:
    reduced = make.line(position=1, given_rate_micro=7_000_000, given_category="S")
    shown = paper(book, make.line(), reduced)
    for each in ("VAT 7% 81.90", "VAT 19% 222.30", "VAT 1,170.00 7% 81.90", "2,644.20 EUR"):
        assert each in shown


def test_reverse_charge_names_both_sides(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book, **make.dutch()))
    issuing.issue(book, [draft])
    shown = words(rendering.document_pdf(book, draft))
    for each in ("VAT, reverse charge", "Reverse charge.", "NL004495445B01", "DE318274650"):
        assert each in shown
    assert "NETHERLANDS" in shown
    assert "Germany" in shown


def test_a_tax_that_is_no_vat_keeps_its_name(tmp_path: Path) -> None:
    """What is said of VAT elsewhere is said of GST in Australia."""
    registered = [TaxRegistration(jurisdiction="AU", number="51824753556")]
    book = make_book(tmp_path, country="AU", currency="AUD", registrations=registered, accounts=[])
    there = Site(street="1 George St", postcode="2000", city="Sydney", region="NSW", country="AU")
    key = make.add_customer(book, sites=[there], currency="AUD", tax_number="51824753556")
    taxed = make.add_draft(book, key, currency="AUD")
    outlay = make.line(tax_class="outlay_customer_name")
    untaxed = make.add_draft(book, key, outlay, currency="AUD")
    issuing.issue(book, [taxed, untaxed])
    papers = [words(rendering.document_pdf(book, each)) for each in (taxed, untaxed)]
    assert "GST 10% 117.00" in papers[0]
    assert "GST, outside the scope 0.00" in papers[1]
    assert "VAT, " not in papers[0] + papers[1]


def test_a_credit_note_names_its_invoice_and_asks_for_no_money(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book), language="de")
    issuing.issue(book, [draft])
    (note,) = credit_notes.cancel_invoice(book, draft, "Falsche Anzahl").ids
    shown = words(rendering.document_pdf(book, note))
    for each in (
        "Rechnungskorrektur GS-2026-0001",
        "Storno der Rechnung RE-2026-0001 vom 31. Juli 2026.",
        "Falsche Anzahl",
        "Zu Ihren Gunsten",
    ):
        assert each in shown
    assert "Zahlung an" not in shown


def test_discounts_and_what_was_paid_lead_to_what_is_due(book: Book) -> None:
    shown = paper(book, discount_percent_micro=10_000_000, prepaid_minor=100_00)
    # 1,170.00 - 117.00 = 1,053.00; + 19 % = 1,253.07; - 100.00
    for each in ("Discount 10%", "1,053.00", "1,253.07", "Already paid", "1,153.07 EUR"):
        assert each in shown

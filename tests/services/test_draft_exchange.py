"""Tax in the tax office's own currency: asked, sealed, printed, reported.

UAE: Federal Decree-Law 8/2017, Art. 69 (amounts in dirham at the rate of the Central
Bank). Singapore: IRAS, "Tax invoices in foreign currency" (net, GST and total in SGD).
The rates of the tests are made up.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msspdesk.db.book import Book
from msspdesk.db.queries import issuing as rows
from msspdesk.domain import snapshot
from msspdesk.domain.customers import Customer, Site
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.invoices import Invoice
from msspdesk.domain.sellers import TaxRegistration
from msspdesk.domain.tax.exchange import Exchange
from msspdesk.services import credit_notes, draft_exchange, drafts, issuing, payments, tax_report
from msspdesk.services.paper import paper_of
from msspdesk.services.payments import NewPayment
from msspdesk.services.rendering import document_pdf, preview_pdf
from msspdesk.services.tax_report_file import csv_text
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make

JULY = (date(2026, 7, 1), date(2026, 7, 31))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def book(tmp_path: Path, clock: FixedClock) -> Book:
    """A seller in Dubai."""
    registered = TaxRegistration(jurisdiction="AE", number="100123456700003")
    return make_book(
        tmp_path, clock, country="AE", city="Dubai", zone="Asia/Dubai", registrations=[registered]
    )


def dubai() -> Site:
    return Site(street="Al Wasl Road 4", city="Dubai", country="AE")


def austin() -> Site:
    return Site(street="5 Pine St", city="Austin", postcode="78701", region="TX", country="US")


def add_draft(book: Book, *lines: Any, currency: str = "USD", **customer: Any) -> int:
    values: dict[str, Any] = {"currency": currency, "vat_id": "", "sites": [dubai()]}
    key = make.add_customer(book, **(values | customer))
    return make.add_draft(book, key, *lines, currency=currency)


def answer(book: Book, draft: int, **fields: Any) -> None:
    found = {f"exchange_{name}": value for name, value in fields.items()}
    draft_exchange.answer(book, draft, drafts.page(book, draft).version, **found)


def answered(book: Book, draft: int) -> None:
    answer(book, draft, rate=Decimal("3.6725"), day=date(2026, 7, 31), source="Central Bank")


def problems(book: Book, draft: int) -> list[tuple[str, str]]:
    (ready,) = issuing.preflight(book, [draft])
    return [(each.code, each.field) for each in ready.problems]


def facts_of(book: Book, invoice: int) -> dict[str, Any]:
    with book.read() as work:
        document = rows.document_of(work.connection, invoice)
        assert document is not None
        _number, content = rows.read_document(work.connection, document)
    return snapshot.read(content)


def test_what_is_missing_is_named_at_its_field_and_nothing_is_issued(book: Book) -> None:
    draft = add_draft(book)
    assert problems(book, draft) == [
        ("exchange_rate_missing", "exchange_rate"),
        ("exchange_day_missing", "exchange_day"),
        ("exchange_source_missing", "exchange_source"),
    ]
    with pytest.raises(DomainError, match="not_ready"):
        issuing.issue(book, [draft])
    answer(book, draft, rate=Decimal("3.6725"), source="Central Bank of the UAE")
    assert problems(book, draft) == [("exchange_day_missing", "exchange_day")]
    assert preview_pdf(book, draft).startswith(b"%PDF")
    answer(book, draft, day=date(2026, 8, 1))
    assert problems(book, draft) == [("exchange_day_in_future", "exchange_day")]
    answer(book, draft, day=date(2026, 7, 31))
    assert problems(book, draft) == []


def test_the_draft_tells_what_its_tax_comes_to(book: Book) -> None:
    """5 % of 1,170.00 USD is 58.50 USD; at 3.6725 that is 214.84125 AED."""
    draft = add_draft(book)
    asked = draft_exchange.asked(book, draft)
    assert asked is not None
    assert (asked.currency, asked.tax_currency, asked.tax_minor) == ("USD", "AED", None)
    answered(book, draft)
    asked = draft_exchange.asked(book, draft)
    assert asked is not None
    assert (asked.given.rate, asked.tax_minor, asked.problems) == (Decimal("3.6725"), 214_84, ())


def test_rate_day_and_source_are_sealed_and_printed(book: Book) -> None:
    """1,170.00 * 3.6725 = 4,296.825, half up 4,296.83; the parts add up to 4,511.67."""
    draft = add_draft(book)
    answered(book, draft)
    issuing.issue(book, [draft])
    facts = facts_of(book, draft)
    assert facts["exchange"] == {
        "currency": "AED",
        "rate": "3.6725",
        "day": "2026-07-31",
        "source": "Central Bank",
        "rows": [{"base_minor": 4_296_83, "amount_minor": 214_84}],
        "net_minor": 4_296_83,
        "tax_minor": 214_84,
        "gross_minor": 4_511_67,
    }
    paper = paper_of(facts)
    assert [(each.label, each.value) for each in paper.totals][-3:] == [
        ("Net in AED", "4,296.83"),
        ("VAT 5% in AED", "214.84"),
        ("Total in AED", "4,511.67"),
    ]
    rate = "Exchange rate for the tax: 1 USD = 3.6725 AED on 31\xa0July 2026, Central Bank."
    assert rate in paper.notices
    assert document_pdf(book, draft).startswith(b"%PDF")


def test_the_own_currency_and_no_tax_need_no_rate(book: Book) -> None:
    """Exports carry no tax (Cabinet Decision 52/2017, Art. 31): nothing to convert."""
    home = add_draft(book, currency="AED")
    assert draft_exchange.asked(book, home) is None
    export = add_draft(book, name="Lone Mesa", short="lone", sites=[austin()])
    asked = draft_exchange.asked(book, export)
    assert asked is not None
    assert (asked.problems, problems(book, export), problems(book, home)) == ((), [], [])
    issuing.issue(book, [home, export])
    assert facts_of(book, export)["exchange"] is None


def test_a_rate_given_without_need_must_be_whole_too(book: Book) -> None:
    export = add_draft(book, sites=[austin()])
    answer(book, export, rate=Decimal("3.6725"))
    assert [field for _code, field in problems(book, export)] == [
        "exchange_day", "exchange_source",
    ]  # fmt: skip


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity", "1e10", "1e-10"])
def test_what_cannot_be_a_rate_is_refused_at_the_field(book: Book, rate: str) -> None:
    draft = add_draft(book)
    with pytest.raises(InvalidInput) as failure:
        answer(book, draft, rate=Decimal(rate))
    (problem,) = failure.value.problems
    assert (problem.code, problem.field) == ("exchange_rate_out_of_range", "exchange_rate")


def test_an_answer_can_be_undone_and_an_issued_one_not_changed(book: Book) -> None:
    draft = add_draft(book)
    version = drafts.page(book, draft).version
    done = draft_exchange.answer(book, draft, version, exchange_rate=Decimal("3.6725"))
    assert done.undo is not None
    done.undo.job(book)
    asked = draft_exchange.asked(book, draft)
    assert asked is not None
    assert asked.given.rate is None
    with pytest.raises(DomainError, match="changed_since"):
        draft_exchange.answer(book, draft, version, exchange_rate=Decimal(4))
    answered(book, draft)
    issuing.issue(book, [draft])
    with pytest.raises(DomainError, match="not_a_draft"):
        draft_exchange.answer(book, draft, version, exchange_rate=Decimal(4))


def test_a_credit_note_keeps_the_rate_of_its_invoice(book: Book, clock: FixedClock) -> None:
    draft = add_draft(book)
    answered(book, draft)
    issuing.issue(book, [draft])
    clock.set_day(date(2026, 8, 20))
    note, copy = credit_notes.cancel_invoice(book, draft, "Wrong price", new_draft=True).ids
    assert facts_of(book, note)["exchange"] == facts_of(book, draft)["exchange"]
    asked = draft_exchange.asked(book, copy)
    assert asked is not None
    assert asked.given.rate == Decimal("3.6725")


def test_a_rate_of_another_currency_is_no_answer(book: Book) -> None:
    """The customer pays in EUR from now on: what a dollar was worth says nothing."""
    draft = add_draft(book)
    answered(book, draft)
    with book.write() as work:
        work.get(Invoice, draft).currency = "EUR"
        work.get(Customer, work.get(Invoice, draft).customer_id).currency = "EUR"
    assert [field for _code, field in problems(book, draft)] == [
        "exchange_rate", "exchange_day", "exchange_source",
    ]  # fmt: skip
    answer(book, draft, rate=Decimal("4.2"))
    asked = draft_exchange.asked(book, draft)
    assert asked is not None
    assert asked.given == Exchange(rate=Decimal("4.2"))


def test_the_report_is_in_the_currency_of_the_tax_office(book: Book) -> None:
    """Both in one part: 1,170.00 AED and 4,296.83 AED, tax 58.50 and 214.84."""
    home = add_draft(book, currency="AED")
    dollars = add_draft(book, name="Marina FZ-LLC", short="marina")
    answered(book, dollars)
    issuing.issue(book, [home, dollars])
    report = tax_report.report(book, "AE", *JULY)
    (part,) = report.parts
    (row,) = part.rows
    assert (part.currency, row.base, row.amount) == ("AED", 5_466_83, 273_34)
    document = report.documents[row.documents[1]]
    assert (document.currency, document.rate) == ("USD", Decimal("3.6725"))
    assert "4296.83,214.84," in csv_text(report)
    assert ",USD,3.6725" in csv_text(report)


def test_by_cash_half_the_money_brings_half_the_tax_in_the_own_currency(book: Book) -> None:
    draft = add_draft(book)
    answered(book, draft)
    issuing.issue(book, [draft])
    payments.record_payment(book, NewPayment(draft, date(2026, 7, 31), 614_25))
    (part,) = tax_report.report(book, "AE", *JULY, accounting="cash").parts
    assert (part.currency, part.tax) == ("AED", 107_42)

"""Cancelling: a credit note of the same figures frees periods and time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.domain.invoices import Invoice, LedgerRow
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import credit_notes, invoices, issuing, verify
from tests import builders
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def book(tmp_path: Path, clock: FixedClock) -> Book:
    return make_book(tmp_path, clock)


@pytest.fixture
def invoice(book: Book) -> int:
    """A contract line of July and 1:40 h of time, 10 % off, issued."""
    customer = make.add_customer(book)
    with book.write() as work:
        service = work.add(builders.service())
        line = builders.contract_line(service.id or 0, "fixed_fee", {"price": "1170.00"})
        contract = work.add(builders.contract(customer, line))
        line_id = contract.lines[0].id or 0
    ledger = LedgerRow(
        contract_line_id=line_id,
        whole_start=date(2026, 7, 1),
        whole_end=date(2026, 8, 1),
        used_start=date(2026, 7, 1),
        used_end=date(2026, 8, 1),
        calculated_minor=1170_00,
    )
    charge = make.line(contract_line_id=line_id, ledger=[ledger])
    draft = make.add_draft(book, customer, charge, make.hours(), discount_percent_micro=10_000_000)
    make.add_time(book, draft, 1, date(2026, 7, 3), 100, "Triage phishing")
    issuing.issue(book, [draft])
    return draft


def ledger_sum(book: Book) -> int:
    with book.read() as work:
        query = text("SELECT coalesce(sum(calculated_minor), 0) FROM ledger_row")
        return int(work.connection.execute(query).scalar_one())


def test_the_note_has_the_same_figures_and_its_own_number(book: Book, invoice: int) -> None:
    (note,) = credit_notes.cancel_invoice(book, invoice, "Wrong count").ids
    one, other = invoices.page(book, invoice), invoices.page(book, note)
    assert other.row.number == "GS-2026-0001"
    assert other.corrects == "RE-2026-0001"
    assert one.cancelled_by == "GS-2026-0001"
    figures = ("net_minor", "tax_minor", "gross_minor")
    assert [getattr(one, each) for each in figures] == [getattr(other, each) for each in figures]
    facts = invoices.sealed_facts(book, note)
    assert facts["corrects"]["reason"] == "Wrong count"
    assert facts["taxes"] == invoices.sealed_facts(book, invoice)["taxes"]
    assert verify.verify(book).sound


def test_the_old_rate_is_given_back_after_a_change_of_the_rate(
    book: Book, invoice: int, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is decided anew: tax is not even asked."""
    clock.set_day(date(2027, 3, 1))
    monkeypatch.setattr(issuing, "worked_out", _never)
    (note,) = credit_notes.cancel_invoice(book, invoice, "Late").ids
    assert invoices.page(book, note).tax_minor == invoices.page(book, invoice).tax_minor


def _never(*_args: object) -> None:
    raise AssertionError("tax was decided anew")


def test_periods_and_time_are_free_again(book: Book, invoice: int) -> None:
    assert ledger_sum(book) == 1170_00
    credit_notes.cancel_invoice(book, invoice, "Wrong count")
    assert ledger_sum(book) == 0
    with book.read() as work:
        (entry,) = work.all(TimeEntry)
    assert (entry.locked, entry.invoice_line_id) == (False, None)


def test_a_new_draft_takes_lines_periods_and_time(book: Book, invoice: int) -> None:
    _note, draft = credit_notes.cancel_invoice(book, invoice, "Price", new_draft=True).ids
    assert ledger_sum(book) == 1170_00
    with book.read() as work:
        copy = work.get(Invoice, draft)
        (entry,) = work.all(TimeEntry)
    assert copy.number is None
    assert [each.amount_minor for each in copy.lines] == [1170_00, 200_00]
    assert (entry.locked, entry.invoice_line_id) == (False, copy.lines[1].id)
    issuing.issue(book, [draft])
    assert make.number_of(book, draft) == "RE-2026-0002"
    assert verify.verify(book).sound


def test_an_invoice_is_cancelled_once(book: Book, invoice: int) -> None:
    (note,) = credit_notes.cancel_invoice(book, invoice, "Wrong count").ids
    for key, code in ((invoice, "already_cancelled"), (note, "not_an_invoice")):
        with pytest.raises(DomainError) as caught:
            credit_notes.cancel_invoice(book, key, "Again")
        assert caught.value.code == code


def test_a_reason_is_asked_for(book: Book, invoice: int) -> None:
    with pytest.raises(InvalidInput):
        credit_notes.cancel_invoice(book, invoice, " \n ")
    assert invoices.page(book, invoice).cancelled_by is None


def test_an_issued_line_is_not_freed_without_a_credit_note(book: Book, invoice: int) -> None:
    with pytest.raises(DomainError) as caught, book.write() as work:
        work.connection.execute(text("UPDATE time_entry SET locked = 0, invoice_line_id = NULL"))
    assert caught.value.code == "time_is_locked"

"""Money in: partial, too much, taken back; what is open is derived."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.services import credit_notes, invoices, issuing, payments
from msspdesk.services.invoices import State
from msspdesk.services.payments import NewPayment
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make

JULY = date(2026, 7, 31)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def book(tmp_path: Path, clock: FixedClock) -> Book:
    return make_book(tmp_path, clock)


@pytest.fixture
def invoice(book: Book) -> int:
    """1,392.30 EUR, due on 14 August 2026."""
    draft = make.add_draft(book, make.add_customer(book))
    issuing.issue(book, [draft])
    return draft


def row(book: Book, key: int) -> invoices.InvoiceRow:
    (found,) = invoices.rows_of(book, [key])
    return found


def test_two_parts_pay_it(book: Book, invoice: int) -> None:
    payments.record_payment(book, NewPayment(invoice, JULY, 1000_00))
    assert (row(book, invoice).state, row(book, invoice).open_minor) == (State.PART_PAID, 392_30)
    payments.record_payment(book, NewPayment(invoice, JULY, 392_30, reference="second"))
    assert (row(book, invoice).state, row(book, invoice).open_minor) == (State.PAID, 0)
    assert [each.reference for each in payments.settlements(book, invoice)] == ["", "second"]


def test_undo_opens_it_again(book: Book, invoice: int) -> None:
    changes = payments.record_payment(book, NewPayment(invoice, JULY, 1392_30))
    assert changes.undo is not None
    changes.undo.job(book)
    assert row(book, invoice).state is State.OPEN
    assert payments.payments(book) == []


def test_more_than_open_needs_the_owners_word(book: Book, invoice: int) -> None:
    with pytest.raises(DomainError) as caught:
        payments.record_payment(book, NewPayment(invoice, JULY, 1400_00))
    assert caught.value.code == "more_than_open"
    payments.record_payment(book, NewPayment(invoice, JULY, 1400_00, keep_rest=True))
    (paid,) = payments.payments(book)
    assert (paid.amount_minor, paid.rest_minor) == (1400_00, 7_70)
    assert row(book, invoice).state is State.PAID


@pytest.mark.parametrize(
    ("amount", "day", "code"),
    [(0, JULY, "amount_not_above_zero"), (100, date(2026, 8, 1), "payment_in_future")],
)
def test_wrong_facts_are_named(book: Book, invoice: int, amount: int, day: date, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        payments.record_payment(book, NewPayment(invoice, day, amount))
    assert [each.code for each in caught.value.problems] == [code]


def test_a_paid_invoice_and_a_draft_take_no_money(book: Book, invoice: int) -> None:
    payments.record_payment(book, NewPayment(invoice, JULY, 1392_30))
    with pytest.raises(DomainError) as caught:
        payments.record_payment(book, NewPayment(invoice, JULY, 1))
    assert caught.value.code == "nothing_open"
    draft = make.add_draft(book, make.add_customer(book))
    with pytest.raises(DomainError) as caught:
        payments.record_payment(book, NewPayment(draft, JULY, 1))
    assert caught.value.code == "not_an_invoice"


def test_a_payment_taken_away_opens_the_invoice(book: Book, invoice: int) -> None:
    payments.record_payment(book, NewPayment(invoice, JULY, 1392_30))
    (paid,) = payments.payments(book)
    payments.delete_payment(book, paid.id, paid.version)
    assert row(book, invoice).open_minor == 1392_30


def test_overdue_is_counted_from_the_day_after_it_is_due(
    book: Book, invoice: int, clock: FixedClock
) -> None:
    clock.set_day(date(2026, 8, 14))
    assert row(book, invoice).state is State.OPEN
    clock.set_day(date(2026, 8, 24))
    assert (row(book, invoice).state, row(book, invoice).days_overdue) == (State.OVERDUE, 10)
    assert invoices.counts(book)[State.OVERDUE] == 1


def test_lists_filter_by_words_and_state(book: Book, invoice: int) -> None:
    other = make.add_customer(book, name="100% Café_Bar", short="cafe")
    draft = make.add_draft(book, other, po_number="PO 44")
    assert invoices.ids(book) == [draft, invoice]
    by_text = {
        text: invoices.ids(book, invoices.InvoiceFilter(text=text))
        for text in ("globex re-2026", "100%", "café_b", "po 44", "é%b")
    }
    assert by_text == {
        "globex re-2026": [invoice],
        "100%": [draft],
        "café_b": [draft],
        "po 44": [draft],
        "é%b": [],
    }
    drafts = invoices.InvoiceFilter(states=frozenset({State.DRAFT}))
    assert invoices.ids(book, drafts) == [draft]


def test_what_was_paid_before_a_cancellation_stays_to_the_customers_credit(
    book: Book, invoice: int
) -> None:
    payments.record_payment(book, NewPayment(invoice, JULY, 1000_00))
    changes = credit_notes.cancel_invoice(book, invoice, "Wrong customer")
    note = row(book, changes.ids[0])
    assert (row(book, invoice).state, row(book, invoice).open_minor) == (State.CANCELLED, 0)
    assert (note.state, note.amount_minor, note.open_minor) == (State.CREDIT, 1392_30, 1000_00)

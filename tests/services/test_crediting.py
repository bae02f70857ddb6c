"""A credit note is paid back or set against another invoice; by cash its tax goes with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.errors import DomainError, InvalidInput
from msspdesk.services import credit_notes, crediting, invoices, issuing, payments, tax_report
from msspdesk.services.crediting import Refund
from msspdesk.services.invoices import State
from msspdesk.services.payments import NewPayment
from tests.builders import FixedClock, make_book
from tests.services import drafts_for_tests as make

GROSS = 1392_30  # 1,170.00 and 19 %


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def book(tmp_path: Path, clock: FixedClock) -> Book:
    return make_book(tmp_path, clock)


def paid_and_cancelled(book: Book, clock: FixedClock) -> tuple[int, int]:
    """A customer whose paid invoice of July was cancelled on 5 August; its credit note."""
    customer = make.add_customer(book)
    draft = make.add_draft(book, customer)
    issuing.issue(book, [draft])
    payments.record_payment(book, NewPayment(draft, book.today(), GROSS))
    clock.set_day(date(2026, 8, 5))
    return customer, credit_notes.cancel_invoice(book, draft, "Wrong customer").ids[0]


def tax_by_cash(book: Book, first: date, last: date) -> int:
    report = tax_report.report(book, "DE", first, last, accounting="cash")
    return sum(part.tax for part in report.parts)


def test_tax_comes_back_when_the_money_does(book: Book, clock: FixedClock) -> None:
    """§ 17 (1) UStG; BFH 18.9.2008, V R 56/06: with the repayment, not with the note."""
    _customer, note = paid_and_cancelled(book, clock)
    august = (date(2026, 8, 1), date(2026, 8, 31))
    assert tax_by_cash(book, date(2026, 7, 1), date(2026, 7, 31)) == 222_30
    assert tax_by_cash(book, *august) == 0
    clock.set_day(date(2026, 9, 2))
    done = crediting.pay_back(book, Refund(note, date(2026, 9, 2), GROSS))
    september = (date(2026, 9, 1), date(2026, 9, 30))
    assert tax_by_cash(book, *august) == 0
    assert tax_by_cash(book, *september) == -222_30
    assert done.undo is not None
    done.undo.job(book)
    assert tax_by_cash(book, *september) == 0


def test_it_is_set_against_the_next_invoice(book: Book, clock: FixedClock) -> None:
    customer, note = paid_and_cancelled(book, clock)
    smaller = make.add_draft(
        book, customer, make.line(quantity_micro=50_000_000, amount_minor=650_00)
    )
    issuing.issue(book, [smaller])
    assert [each.id for each in crediting.open_invoices(book, note)] == [smaller]
    crediting.set_against(book, note, smaller)
    row, credit = invoices.rows_of(book, [smaller, note])
    assert row.state is State.PAID
    assert credit.open_minor == GROSS - 773_50
    assert tax_by_cash(book, date(2026, 8, 1), date(2026, 8, 31)) == 0
    page = invoices.page(book, note)
    assert [(each.reference, each.amount_minor) for each in page.settlements] == [
        (row.number, 773_50)
    ]
    crediting.take_back(book, page.settlements[0].id)
    assert invoices.rows_of(book, [note])[0].open_minor == GROSS


def test_no_more_is_given_back_than_there_is(book: Book, clock: FixedClock) -> None:
    _customer, note = paid_and_cancelled(book, clock)
    with pytest.raises(DomainError, match="more_than_credit"):
        crediting.pay_back(book, Refund(note, book.today(), GROSS + 1))
    crediting.pay_back(book, Refund(note, book.today(), 392_30))
    crediting.pay_back(book, Refund(note, book.today(), 1000_00))
    with pytest.raises(DomainError, match="nothing_to_give_back"):
        crediting.pay_back(book, Refund(note, book.today(), 1))


@pytest.mark.parametrize(
    ("day", "amount", "code"),
    [
        (date(2026, 8, 6), 100, "payment_in_future"),
        (date(2026, 8, 5), 0, "amount_not_above_zero"),
        (date(2026, 8, 5), -1, "amount_not_above_zero"),
    ],
)
def test_wrong_input_is_told_at_its_field(
    book: Book, clock: FixedClock, day: date, amount: int, code: str
) -> None:
    _customer, note = paid_and_cancelled(book, clock)
    with pytest.raises(InvalidInput) as refused:
        crediting.pay_back(book, Refund(note, day, amount))
    assert [each.code for each in refused.value.problems] == [code]


def test_an_invoice_is_no_credit(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book))
    issuing.issue(book, [draft])
    with pytest.raises(DomainError, match="not_a_credit_note"):
        crediting.pay_back(book, Refund(draft, book.today(), 1))


def test_another_customers_invoice_is_not_settled(book: Book, clock: FixedClock) -> None:
    _customer, note = paid_and_cancelled(book, clock)
    other = make.add_draft(book, make.add_customer(book, name="Initech", short="initech"))
    issuing.issue(book, [other])
    assert crediting.open_invoices(book, note) == []
    with pytest.raises(DomainError, match="nothing_open"):
        crediting.set_against(book, note, other)


def test_what_it_settles_of_the_invoice_it_cancels_stays(book: Book) -> None:
    draft = make.add_draft(book, make.add_customer(book))
    issuing.issue(book, [draft])
    note = credit_notes.cancel_invoice(book, draft, "Wrong customer").ids[0]
    (settled,) = invoices.page(book, note).settlements
    assert (settled.invoice_id, settled.amount_minor) == (draft, GROSS)
    with pytest.raises(DomainError, match="not_found"):
        crediting.take_back(book, settled.id)
    assert invoices.rows_of(book, [note])[0].open_minor == 0

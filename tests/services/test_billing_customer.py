"""One customer billed at once, up to today."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msspdesk.db.book import Book
from msspdesk.domain.timesheets import TimeEntry
from msspdesk.services import billing_customer, customers, drafts, invoices
from msspdesk.services.billing_customer import Owed
from tests import builders
from tests.services.test_billing_run import add_fee


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Today is 31 July 2026. One service (1) by the unit, one (2) by the hour."""
    book = builders.make_book(tmp_path)
    with book.write() as work:
        work.add(builders.service())
        work.add(builders.service(name="Incidents", unit="HUR", price_micro=140_000_000))
    return book


def new_customer(book: Book) -> int:
    with book.write() as work:
        return work.add(builders.customer(hourly_rate_micro=120_000_000)).id or 0


def work_for(book: Book, customer_id: int, day: int, minutes: int) -> None:
    with book.write() as work:
        work.add(
            TimeEntry(
                uuid=builders.new_uuid(),
                customer_id=customer_id,
                day=date(2026, 7, day),
                minutes=minutes,
                billed_minutes=minutes,
            )
        )


def test_two_hours_of_this_month_become_a_draft(book: Book) -> None:
    """2 h at 120.00 are 240.00."""
    customer = new_customer(book)
    work_for(book, customer, 30, 120)
    assert billing_customer.owed(book, customer) == Owed(240_00, "EUR", 0, 120, 0)
    changes = billing_customer.bill(book, customer)
    page = drafts.page(book, changes.ids[0])
    assert [(line.name, line.amount_minor) for line in page.lines] == [("Incidents", 240_00)]
    assert billing_customer.owed(book, customer) is None
    assert changes.undo is not None
    changes.undo.job(book)
    assert billing_customer.owed(book, customer) is not None


def test_charges_that_are_over_come_along_and_other_customers_stay(book: Book) -> None:
    one, other = new_customer(book), new_customer(book)
    for customer in (one, other):
        add_fee(book, customer, "500")
        work_for(book, customer, 30, 60)
    assert billing_customer.owed(book, one) == Owed(1120_00, "EUR", 2, 60, 0)
    billing_customer.bill(book, one)
    assert {row.customer_id for row in invoices.rows(book)} == {one}


def test_time_that_may_have_been_several_services_is_told(book: Book) -> None:
    with book.write() as work:
        work.add(builders.service(name="Tests", unit="HUR", tax_class="penetration_test"))
    customer = new_customer(book)
    work_for(book, customer, 30, 45)
    owed = billing_customer.owed(book, customer)
    assert owed is not None
    assert (owed.minutes, owed.unnamed) == (45, 45)


def test_time_without_a_rate_is_told_and_not_left_out_in_silence(book: Book) -> None:
    with book.write() as work:
        customer = work.add(builders.customer(currency="CHF")).id or 0
    work_for(book, customer, 30, 45)
    assert billing_customer.owed(book, customer) == Owed(0, "CHF", 0, 0, 0, unpriced=45)
    (row,) = customers.list_rows(book)
    customers.update(book, customer, row.version, hourly_rate=Decimal(120))
    assert billing_customer.owed(book, customer) == Owed(90_00, "CHF", 0, 45, 0)


def test_with_nothing_owed_a_draft_has_a_line_to_write(book: Book) -> None:
    customer = new_customer(book)
    assert billing_customer.owed(book, customer) is None
    changes = billing_customer.blank(book, customer)
    page = drafts.page(book, changes.ids[0])
    assert [(line.name, line.amount_minor) for line in page.lines] == [("", 0)]
    assert changes.undo is not None
    changes.undo.job(book)
    assert invoices.rows(book) == []

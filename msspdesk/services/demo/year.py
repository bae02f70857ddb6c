"""The year after the begin: each month billed, issued, put on paper and paid.

Everything goes through the same services as the owner's own clicks, with the
clock set to the first working days of the month that follows.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from typing import Final

from msspdesk.db.book import Book
from msspdesk.domain.invoices import Invoice, InvoiceKind
from msspdesk.domain.periods import Horizon
from msspdesk.services import billing_run, credit_notes, issuing, payments, rendering
from msspdesk.services.demo.business import Business, month_start

_RUN_DAY: Final = 2
_CANCELLED: Final = ("globex", 5)
"""Whose invoice of how many months ago was wrong and made anew."""
_NEVER_PAID: Final = ("hudson", 2)
_PART_PAID: Final = "harrow"
_PART: Final = Fraction(3, 5)
_LATE: Final = frozenset({"isar", "verdier", "wattle", "sommer"})
_REASON: Final = "Issued without the new address of the accounts department"


class DemoClock:
    """Stands at noon (UTC) of a day until it is set to another."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)


def run_day(month: date, today: date) -> date:
    """When the month is billed: the first working day from the 2nd of the next one on."""
    day = month_start(month, -1).replace(day=_RUN_DAY)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
    return min(day, today)


def bill_month(book: Book, clock: DemoClock, month: date, today: date) -> None:
    """Bill and issue one month, and put it on paper."""
    clock.day = run_day(month, today)
    # Who bills in the first days of a month also bills what begins in advance then.
    horizon = Horizon(clock.day, month_start(month, -1))
    drafts = billing_run.commit(book, horizon)
    issuing.issue(book, drafts.ids)
    rendering.render_pending(book)


def cancel_and_repeat(book: Book, business: Business, clock: DemoClock, today: date) -> None:
    """A few days later one invoice turns out wrong: credited, and made once more."""
    customer = business.customers[_CANCELLED[0]].id or 0
    wrong = next(each for each in _invoices(book) if each.customer_id == customer)
    clock.day = min(clock.day + timedelta(days=6), today)
    made = credit_notes.cancel_invoice(book, wrong.id or 0, _REASON, new_draft=True)
    issuing.issue(book, made.ids[1:])
    rendering.render_pending(book)


def wants_cancelling(month: date, today: date) -> bool:
    """Whether this is the month in which an invoice went wrong."""
    return month == month_start(today, _CANCELLED[1])


def pay(book: Book, business: Business, today: date) -> None:
    """Most pay in time, some late, one never; who pays at the end has not paid yet."""
    chance = Random(business.begin.toordinal())  # noqa: S311 - believable, not secret
    shorts = {each.id: short for short, each in business.customers.items()}
    account, _name = payments.accounts(book)[0]
    never = month_start(today, _NEVER_PAID[1] - 1)
    for invoice in reversed(_invoices(book)):
        short, issued = shorts[invoice.customer_id], invoice.issue_date or today
        days = chance.randint(18, 33) if short in _LATE else chance.randint(6, 13)
        day = issued + timedelta(days=days)
        unpaid = short == _NEVER_PAID[0] and month_start(issued) == never
        if day > today or unpaid:
            continue
        newest = month_start(issued) == month_start(today)
        part = _PART if newest and short == _PART_PAID else Fraction(1)
        _record(book, invoice, day, part, account)


def _record(book: Book, invoice: Invoice, day: date, part: Fraction, account: int) -> None:
    with book.read() as work:
        rest = payments.open_minor(work, invoice)
    if rest <= 0:
        return
    amount = rest if part == 1 else int(rest * part) // 10_000 * 10_000
    payments.record_payment(
        book,
        payments.NewPayment(
            invoice_id=invoice.id or 0,
            day=day,
            amount_minor=amount,
            account_id=account,
            reference=invoice.number or "",
        ),
    )


def _invoices(book: Book) -> list[Invoice]:
    """Issued invoices, the newest first."""
    with book.read() as work:
        every = work.all(Invoice, kind=InvoiceKind.INVOICE.value)
    issued = [each for each in every if each.issue_date is not None]
    return sorted(issued, key=lambda each: each.id or 0, reverse=True)

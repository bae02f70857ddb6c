"""What is done with a credit note that is still to the customer's credit.

It is paid back, or set against another invoice of the customer. Both are settlements of
the credit note (an `Allocation`); one that names the credit note itself is money paid back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import payments as rows
from msspdesk.db.queries.payments import OpenInvoice
from msspdesk.domain import checks
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.invoices import Invoice, InvoiceKind
from msspdesk.domain.money import to_major
from msspdesk.domain.payments import Allocation
from msspdesk.services.changes import Changes
from msspdesk.services.payments import open_minor
from msspdesk.services.undoing import added, deleted, undo_of

__all__ = ["OpenInvoice", "Refund", "open_invoices", "pay_back", "set_against", "take_back"]

_KINDS = {"payments", "invoices"}


@dataclass(frozen=True, slots=True)
class Refund:
    """Money paid back on a credit note, in its currency, minor units."""

    credit_id: int
    day: date
    amount_minor: int


def open_invoices(book: Book, credit_id: int) -> list[OpenInvoice]:
    """Invoices that a credit note can be set against, the oldest first."""
    with book.read() as work:
        note = work.get(Invoice, credit_id)
        return rows.open_invoices(work.connection, note.customer_id, note.currency)


def pay_back(book: Book, refund: Refund) -> Changes:
    """Money went back to the customer.

    InvalidInput: "amount_not_above_zero", "payment_in_future". DomainError:
    "not_a_credit_note", "nothing_to_give_back", "more_than_credit".
    """
    checks.amount_minor(refund.amount_minor)
    checks.day(refund.day)
    problems = []
    if refund.amount_minor <= 0:
        problems.append(Problem("amount_not_above_zero", "amount"))
    if refund.day > book.today():
        problems.append(Problem("payment_in_future", "day", {"day": refund.day}))
    if problems:
        raise InvalidInput(problems)
    with book.write() as work:
        note, rest = _note(work, refund.credit_id)
        if refund.amount_minor > rest:
            details = {"open": to_major(rest, note.currency), "currency": note.currency}
            raise DomainError("more_than_credit", number=note.number, **details)
        return _settled(work, note, note, refund.amount_minor, refund.day, "Pay credit back")


def set_against(book: Book, credit_id: int, invoice_id: int) -> Changes:
    """The credit settles what it can of an open invoice of the same customer, today.

    DomainError: "not_a_credit_note", "nothing_to_give_back", "nothing_open".
    """
    day = book.today()
    with book.write() as work:
        note, rest = _note(work, credit_id)
        invoice = work.get(Invoice, invoice_id)
        known = {
            each.id for each in rows.open_invoices(work.connection, note.customer_id, note.currency)
        }
        if invoice_id not in known:
            raise DomainError("nothing_open", number=invoice.number)
        amount = min(rest, open_minor(work, invoice))
        return _settled(work, note, invoice, amount, day, "Set credit against invoice")


def take_back(book: Book, settlement_id: int) -> Changes:
    """A refund or an offset was entered by mistake; the credit is open again.

    DomainError("not_found") for what the credit note settled of the invoice it cancels.
    """
    with book.write() as work:
        row = work.get(Allocation, settlement_id)
        if row.credit_id is None or work.get(Invoice, row.credit_id).corrects_id == row.invoice_id:
            raise DomainError("not_found", kind="Allocation", key=settlement_id)
        step = deleted(row)
        ids = (row.credit_id, row.invoice_id)
        work.delete(row)
    return Changes.of(*_KINDS, ids=ids, undo=undo_of("Take credit back", _KINDS, step))


def _note(work: Work, credit_id: int) -> tuple[Invoice, int]:
    note = work.get(Invoice, credit_id)
    if not note.issued or note.kind != InvoiceKind.CREDIT_NOTE:
        raise DomainError("not_a_credit_note")
    rest = note.payable_minor - rows.given(work.connection, credit_id)
    if rest <= 0:
        raise DomainError("nothing_to_give_back", number=note.number)
    return note, rest


def _settled(
    work: Work, note: Invoice, invoice: Invoice, amount: int, day: date, label: str
) -> Changes:
    row = work.add(
        Allocation(credit_id=note.id, invoice_id=invoice.id or 0, amount_minor=amount, day=day)
    )
    undo = undo_of(label, _KINDS, added(row))
    return Changes.of(*_KINDS, ids=(note.id or 0, invoice.id or 0), undo=undo)

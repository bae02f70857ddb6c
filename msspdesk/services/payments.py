"""Money that came in, and the invoices it settles. *Paid* is derived, never stored."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import issuing as issued
from msspdesk.db.queries import payments as rows
from msspdesk.db.queries.payments import PaymentRow, Settlement
from msspdesk.domain import checks
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.invoices import Invoice, InvoiceKind
from msspdesk.domain.money import to_major
from msspdesk.domain.payments import Allocation, Payment
from msspdesk.domain.sellers import Seller
from msspdesk.services.changes import Changes
from msspdesk.services.undoing import added, deleted, undo_of

_KINDS = {"payments", "invoices"}


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment on one invoice, in the invoice's currency, minor units.

    `keep_rest` is the owner's word that more came in than is open: the rest stays
    on the customer, settling nothing yet.
    """

    invoice_id: int
    day: date
    amount_minor: int
    account_id: int | None = None
    reference: str = ""
    keep_rest: bool = False


def record_payment(book: Book, new: NewPayment) -> Changes:
    """Store a payment and set it against the invoice; partial is fine.

    InvalidInput: "amount_not_above_zero", "payment_in_future".
    DomainError: "nothing_open", and "more_than_open" unless `keep_rest`.
    """
    with book.write() as work:
        invoice = work.get(Invoice, new.invoice_id)
        _check(work, invoice, new, book.today())
        rest = open_minor(work, invoice)
        if rest <= 0 or issued.cancelled_by(work.connection, new.invoice_id) is not None:
            raise DomainError("nothing_open", number=invoice.number)
        if new.amount_minor > rest and not new.keep_rest:
            raise DomainError(
                "more_than_open",
                number=invoice.number,
                open=to_major(rest, invoice.currency),
                currency=invoice.currency,
            )
        payment = work.add(_payment(invoice, new, min(rest, new.amount_minor)))
        step = added(payment)
    undo = undo_of("Record payment", _KINDS, step, check=_not_too_much((new.invoice_id,)))
    return Changes.of(*_KINDS, ids=(new.invoice_id,), undo=undo)


def delete_payment(book: Book, payment_id: int, version: int) -> Changes:
    """Take a payment away; the invoices it settled are open again."""
    with book.write() as work:
        payment = work.get_at(Payment, payment_id, version)
        ids = tuple(each.invoice_id for each in payment.allocations)
        step = deleted(payment)
        work.delete(payment)
    undo = undo_of("Delete payment", _KINDS, step, check=_not_too_much(ids))
    return Changes.of(*_KINDS, ids=ids, undo=undo)


def _not_too_much(ids: Sequence[int]) -> Callable[[Work], None]:
    """An invoice may have been paid or cancelled since: a payment put back has no room then."""

    def check(work: Work) -> None:
        if any(open_minor(work, each) < 0 for each in work.many(Invoice, ids).values()):
            raise DomainError("changed_since")

    return check


def settlements(book: Book, invoice_id: int) -> list[Settlement]:
    """What was paid and credited on an invoice, oldest first."""
    with book.read() as work:
        return rows.settlements(work.connection, invoice_id)


def payments(book: Book, customer_id: int | None = None) -> list[PaymentRow]:
    """All payments, or those of one customer, the newest first."""
    with book.read() as work:
        return rows.payment_rows(work.connection, customer_id)


def accounts(book: Book) -> list[tuple[int, str]]:
    """Id and name of the accounts a payment can come in on."""
    with book.read() as work:
        found = work.get(Seller, 1).accounts
        return [(each.id, each.name or each.iban) for each in found if each.id is not None]


def open_minor(work: Work, invoice: Invoice) -> int:
    """What is still to be paid on an issued invoice."""
    if invoice.id is None:
        return 0
    return invoice.payable_minor - rows.settled(work.connection, invoice.id)


def _check(work: Work, invoice: Invoice, new: NewPayment, today: date) -> None:
    if invoice.issue_date is None or invoice.kind != InvoiceKind.INVOICE:
        raise DomainError("not_an_invoice")
    problems = []
    if new.amount_minor <= 0:
        problems.append(Problem("amount_not_above_zero", "amount"))
    if new.day > today:
        problems.append(Problem("payment_in_future", "day", {"day": new.day}))
    checks.amount_minor(new.amount_minor)
    checks.day(new.day)
    if problems:
        raise InvalidInput(problems)
    if new.account_id is not None:
        own = {each.id for each in work.get(Seller, 1).accounts}
        if new.account_id not in own:
            raise DomainError("not_found", kind="BankAccount", key=new.account_id)


def _payment(invoice: Invoice, new: NewPayment, settles: int) -> Payment:
    return Payment(
        uuid=str(uuid.uuid4()),
        customer_id=invoice.customer_id,
        day=new.day,
        amount_minor=new.amount_minor,
        currency=invoice.currency,
        account_id=new.account_id,
        reference=checks.words(new.reference),
        allocations=[Allocation(invoice_id=new.invoice_id, amount_minor=settles, day=new.day)],
    )

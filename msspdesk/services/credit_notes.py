"""The way back from an issued invoice: a credit note over all of it.

The credit note carries the same lines and the same tax rows, so nothing is
decided anew; its ledger rows have the sign turned, which frees the periods; the
time is let go and can be billed again; and it settles what is open.
"""

from __future__ import annotations

import uuid
from typing import Any

from msspdesk.db.book import Book, Work
from msspdesk.db.queries import issuing as rows
from msspdesk.domain import checks, snapshot
from msspdesk.domain.errors import DomainError, InvalidInput, Problem
from msspdesk.domain.invoices import (
    AllowanceCharge,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    LedgerRow,
)
from msspdesk.domain.payments import Allocation
from msspdesk.domain.sellers import Seller
from msspdesk.services.changes import Changes
from msspdesk.services.document_facts import Facts
from msspdesk.services.issuing import give_numbers, seal
from msspdesk.services.payments import open_minor


def cancel_invoice(book: Book, invoice_id: int, reason: str, *, new_draft: bool = False) -> Changes:
    """Issue a credit note over the whole invoice; `new_draft` copies it into a draft.

    The first id that comes back is the credit note, the second the draft.
    DomainError: "not_an_invoice", "already_cancelled"; InvalidInput without a reason.
    """
    reason = checks.words(reason)
    if not reason:
        raise InvalidInput([Problem("reason_missing", "reason")])
    with book.write() as work:
        invoice = work.get(Invoice, invoice_id)
        _check(work, invoice)
        note = work.add(_note(invoice, book))
        _seal(book, work, invoice, note, reason)
        work.refresh(note)
        _settle(work, invoice, note)
        entries = rows.free_time(work.connection, invoice_id)
        ids = [note.id or 0]
        if new_draft:
            draft = work.add(_copy(invoice, book))
            _reserve(work, draft, invoice, entries)
            ids.append(draft.id or 0)
    return Changes.of("invoices", "time", "contracts", "payments", ids=tuple(ids))


def _check(work: Work, invoice: Invoice) -> None:
    if not invoice.issued or invoice.kind != InvoiceKind.INVOICE:
        raise DomainError("not_an_invoice")
    by = rows.cancelled_by(work.connection, invoice.id or 0)
    if by is not None:
        raise DomainError("already_cancelled", number=invoice.number, by=by)


def _note(invoice: Invoice, book: Book) -> Invoice:
    note = _bare(invoice, book)
    note.kind = InvoiceKind.CREDIT_NOTE.value
    note.corrects_id = invoice.id
    note.lines = [_line(each, turned=True) for each in invoice.lines]
    return note


def _copy(invoice: Invoice, book: Book) -> Invoice:
    """What was prepaid is to the customer's credit now, and is set against the new invoice."""
    draft = _bare(invoice, book)
    draft.lines = [_line(each, turned=False) for each in invoice.lines]
    return draft


def _bare(invoice: Invoice, book: Book) -> Invoice:
    return Invoice(
        uuid=str(uuid.uuid4()),
        customer_id=invoice.customer_id,
        currency=invoice.currency,
        language=invoice.language,
        terms_days=invoice.terms_days,
        buyer_reference=invoice.buyer_reference,
        po_number=invoice.po_number,
        intro=invoice.intro,
        closing=invoice.closing,
        discount_percent_micro=invoice.discount_percent_micro,
        discount_minor=invoice.discount_minor,
        rounding_minor=invoice.rounding_minor,
        price_mode=invoice.price_mode,
        fund_percent_micro=invoice.fund_percent_micro,
        exchange=dict(invoice.exchange),
        created_at=book.now(),
        allowances=[
            AllowanceCharge(**_values(each, "id", "invoice_id")) for each in invoice.allowances
        ],
    )


def _line(line: InvoiceLine, *, turned: bool) -> InvoiceLine:
    values = _values(line, "id", "invoice_id", "ledger")
    sign = -1 if turned else 1
    ledger = [_ledger(each, sign) for each in line.ledger]
    return InvoiceLine(**values | {"details": dict(line.details)}, ledger=ledger)


def _ledger(row: LedgerRow, sign: int) -> LedgerRow:
    values = _values(row, "id", "invoice_line_id", "calculated_minor")
    return LedgerRow(**values, calculated_minor=sign * row.calculated_minor)


def _values(row: Any, *without: str) -> dict[str, Any]:
    names = type(row).__dataclass_fields__
    return {name: getattr(row, name) for name in names if name not in without}


def _seal(book: Book, work: Work, invoice: Invoice, note: Invoice, reason: str) -> None:
    document = rows.document_of(work.connection, invoice.id or 0)
    if document is None:
        raise DomainError("not_an_invoice")
    _number, content = rows.read_document(work.connection, document)
    (number,) = give_numbers(work, work.get(Seller, 1), [note], book.today())
    seal(book, work, [note], [_facts(book, snapshot.read(content), note, number, reason)])


def _facts(book: Book, original: Facts, note: Invoice, number: str, reason: str) -> Facts:
    """The invoice's own facts, turned: what was prepaid on it goes back too."""
    today = book.today().isoformat()
    sums = original["totals"]
    due = sums["due_minor"] + sums["prepaid_minor"]
    return original | {
        "kind": note.kind,
        "uuid": note.uuid,
        "number": number,
        "issue_date": today,
        "due_date": today,
        "issued_at": book.now().isoformat(),
        "intro": "",
        "closing": "",
        "corrects": {
            "number": original["number"],
            "issue_date": original["issue_date"],
            "reason": reason,
            "whole": True,
        },
        "lines": [_turned(each) for each in original["lines"]],
        "paid_on": None,
        "totals": sums | {"prepaid_minor": 0, "due_minor": due},
    }


def _turned(line: Facts) -> Facts:
    ledger = [each | {"calculated_minor": -each["calculated_minor"]} for each in line["ledger"]]
    return line | {"ledger": ledger}


def _settle(work: Work, invoice: Invoice, note: Invoice) -> None:
    """The credit settles what is open; what was paid before stays to the customer's credit."""
    amount = min(open_minor(work, invoice), note.payable_minor)
    if amount > 0 and note.issue_date is not None:
        work.add(
            Allocation(
                credit_id=note.id,
                invoice_id=invoice.id or 0,
                amount_minor=amount,
                day=note.issue_date,
            )
        )


def _reserve(work: Work, draft: Invoice, invoice: Invoice, entries: dict[int, int]) -> None:
    """The freed time goes to the lines of the draft that took the place of its own."""
    lines = {old.id: new.id for old, new in zip(invoice.lines, draft.lines, strict=True)}
    rows.reserve_time(work.connection, {entry: lines[line] for entry, line in entries.items()})

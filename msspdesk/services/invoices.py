"""Drafts, invoices and credit notes as the window lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from msspdesk.db.book import Book
from msspdesk.db.queries import invoices as queries
from msspdesk.db.queries.invoices import InvoiceRecord
from msspdesk.db.queries.payments import Settlement, settlements
from msspdesk.db.records import InvoiceTax, IssuedDocument
from msspdesk.domain import snapshot
from msspdesk.domain.errors import DomainError
from msspdesk.domain.invoices import Invoice, InvoiceKind


class State(StrEnum):
    """Derived, never stored. A credit note is CREDIT whatever was set against it."""

    DRAFT = "draft"
    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One row of the list. A draft shows its net before tax as `amount_minor`.

    `days_overdue` is 0 unless it is overdue; `open_minor` is what is to be paid,
    of a credit note what was not set against an invoice yet. Minor units.
    """

    id: int
    version: int
    kind: str
    number: str | None
    customer_id: int
    customer: str
    currency: str
    issue_date: date | None
    due_date: date | None
    amount_minor: int
    open_minor: int
    state: State
    days_overdue: int
    days_to_due: int
    stale: bool
    email: str


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """What the list shows: `text` in number, customer or order number; some states."""

    text: str = ""
    states: frozenset[State] = field(default_factory=frozenset)
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Everything the page of one issued document shows beside its paper."""

    row: InvoiceRow
    net_minor: int
    tax_minor: int
    gross_minor: int
    payable_minor: int
    taxes: tuple[InvoiceTax, ...]
    # of each tax: what decided it, by code and sentence
    steps: tuple[tuple[tuple[str, str], ...], ...]
    settlements: tuple[Settlement, ...]
    cancelled_by: str | None
    corrects: str | None
    sequence: int
    sha256: str


def rows(book: Book, wanted: InvoiceFilter | None = None) -> list[InvoiceRow]:
    """The list: drafts first, then by day of issue, the newest first."""
    wanted = wanted or InvoiceFilter()
    today = book.today()
    with book.read() as work:
        found = queries.records(work.connection, customer_id=wanted.customer_id, text=wanted.text)
    made = [_row(each, today) for each in found]
    return [each for each in made if not wanted.states or each.state in wanted.states]


def ids(book: Book, wanted: InvoiceFilter | None = None) -> list[int]:
    """The ids of the rows, in their order, for a table that pages."""
    return [each.id for each in rows(book, wanted)]


def rows_of(book: Book, keys: Sequence[int]) -> list[InvoiceRow]:
    """Rows by their ids, in that order; one that is gone is left out."""
    today = book.today()
    with book.read() as work:
        found = {each.id: each for each in queries.records(work.connection, ids=keys)}
    return [_row(found[key], today) for key in keys if key in found]


def counts(book: Book) -> dict[State, int]:
    """How many documents are in each state."""
    found = Counter(each.state for each in rows(book))
    return {state: found[state] for state in State}


def page(book: Book, invoice_id: int) -> InvoicePage:
    """The page of an issued document; DomainError("not_issued") for a draft."""
    today = book.today()
    with book.read() as work:
        records = queries.records(work.connection, ids=[invoice_id])
        documents = work.all(IssuedDocument, invoice_id=invoice_id)
        if not records or not documents:
            raise DomainError("not_issued")
        record, document = records[0], documents[0]
        corrects = work.get(Invoice, invoice_id).corrects_id
        original = work.get(Invoice, corrects).number if corrects else None
        taxes = sorted(work.all(InvoiceTax, invoice_id=invoice_id), key=lambda tax: tax.position)
        return InvoicePage(
            row=_row(record, today),
            net_minor=record.net_minor,
            tax_minor=record.tax_minor,
            gross_minor=record.gross_minor,
            payable_minor=record.payable_minor,
            taxes=tuple(taxes),
            steps=tuple(_steps(each) for each in taxes),
            settlements=tuple(settlements(work.connection, invoice_id)),
            cancelled_by=record.cancelled_by,
            corrects=original,
            sequence=document.sequence,
            sha256=document.sha256,
        )


def _steps(tax: InvoiceTax) -> tuple[tuple[str, str], ...]:
    from msspdesk.services import tax_words  # the list does without the tax data

    sealed: Any = tax.explanation.get("steps", ())
    return tuple((each["code"], tax_words.kept(each)) for each in sealed)


def sealed_facts(book: Book, invoice_id: int) -> dict[str, Any]:
    """What was sealed of an issued document (domain/snapshot.py); "not_issued" for a draft."""
    with book.read() as work:
        documents = work.all(IssuedDocument, invoice_id=invoice_id)
    if not documents:
        raise DomainError("not_issued")
    return snapshot.read(documents[0].snapshot)


def _row(record: InvoiceRecord, today: date) -> InvoiceRow:
    state = _state(record, today)
    owed = record.number is not None and state is not State.CANCELLED
    due = record.due_date
    return InvoiceRow(
        id=record.id,
        version=record.version,
        kind=record.kind,
        number=record.number,
        customer_id=record.customer_id,
        customer=record.customer,
        currency=record.currency,
        issue_date=record.issue_date,
        due_date=due,
        amount_minor=record.payable_minor if record.number else record.line_total_minor,
        open_minor=record.payable_minor - record.settled_minor if owed else 0,
        state=state,
        days_overdue=(today - due).days if state is State.OVERDUE and due else 0,
        days_to_due=(due - today).days if due else 0,
        stale=record.stale,
        email=record.email,
    )


def _state(record: InvoiceRecord, today: date) -> State:
    if record.number is None or record.due_date is None:
        return State.DRAFT
    if record.kind == InvoiceKind.CREDIT_NOTE:
        return State.CREDIT
    if record.cancelled_by is not None:
        return State.CANCELLED
    if record.settled_minor >= record.payable_minor:
        return State.PAID
    if record.due_date < today:
        return State.OVERDUE
    return State.PART_PAID if record.settled_minor else State.OPEN
